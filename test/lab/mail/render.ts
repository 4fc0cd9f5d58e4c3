import type { Delivery } from "../moto/index.ts";

const sender = "no-reply@sns.amazonaws.com";

/** A message as the person sees it, from the header to SNS's footer. */
export const render = (delivery: Delivery, receivedAt: Date): string =>
  renderers[delivery.protocol](delivery, receivedAt);

const headed = ({ endpoint, subject, topicName }: Delivery, receivedAt: Date, body: string): string =>
  [
    `From: ${topicName || "AWS Notifications"} <${sender}>`,
    `To: ${endpoint}`,
    `Subject: ${subject || "AWS Notification Message"}`,
    `Date: ${receivedAt.toUTCString()}`,
    "",
    body,
    "",
  ].join("\n");

const renderers: Readonly<Record<Delivery["protocol"], (delivery: Delivery, receivedAt: Date) => string>> = {
  email: (delivery, receivedAt) => {
    const unsubscribe = `--\nTo stop receiving notifications from this topic: unsubscribe ${delivery.subscriptionArn}`;
    return headed(delivery, receivedAt, `${delivery.body}\n\n${unsubscribe}`);
  },
  "email-json": (delivery, receivedAt) => {
    const { messageId, topicArn, subject, body, attributes = {} } = delivery;
    const notification = {
      Type: "Notification",
      MessageId: messageId,
      TopicArn: topicArn,
      ...(subject && { Subject: subject }),
      Message: body,
      Timestamp: receivedAt.toISOString(),
      ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributes }),
    };
    return headed(delivery, receivedAt, JSON.stringify(notification, undefined, 2));
  },
  // The first ten characters of the topic's display name go before the text.
  sms: ({ body, topicName }) => `${topicName ? `${topicName.slice(0, 10)}> ` : ""}${body}\n`,
};

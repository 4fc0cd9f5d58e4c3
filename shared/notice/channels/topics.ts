import type { Call } from "../../aws/operations.ts";
import type { Channel } from "./channel.ts";

/** The topic of the people on call: e-mail, SMS, and for whatever else is subscribed to it the machines' form. */
export const onCallTopic = (TopicArn: string, call: Call<"sns:Publish">): Channel => ({
  name: "on-call",
  send: async ({ subject, email, sms, json, attributes }) => {
    await call("sns:Publish", {
      TopicArn,
      Subject: subject,
      MessageStructure: "json",
      Message: JSON.stringify({ default: json, email, sms }),
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value } as const]),
      ),
    });
  },
});

/** The topic that Amazon Q Developer in chat applications listens to. It must carry nothing else. */
export const chatTopic = (TopicArn: string, call: Call<"sns:Publish">): Channel => ({
  name: "chat",
  send: async ({ chat }) => {
    await call("sns:Publish", { TopicArn, Message: chat });
  },
});

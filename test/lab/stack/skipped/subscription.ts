import { SubscribeCommand } from "@aws-sdk/client-sns";
import type { Make } from "./skipped.ts";

/** AWS::SNS::Subscription */
export const makeSubscription: Make = async ({ logicalId, properties }, { sns }) => {
  const { TopicArn, Protocol, Endpoint, ...attributes } = properties as Record<string, unknown>;
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({
      TopicArn: String(TopicArn),
      Protocol: String(Protocol),
      Endpoint: String(Endpoint),
      ReturnSubscriptionArn: true,
      Attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, asText(value)])),
    }),
  );
  if (SubscriptionArn === undefined) throw new Error(`The subscription ${logicalId} was not made.`);
  return SubscriptionArn;
};

/** The API takes attributes as text; FilterPolicy, DeliveryPolicy and RedrivePolicy are JSON in the template. */
const asText = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

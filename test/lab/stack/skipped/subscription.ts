import { SubscribeCommand } from "@aws-sdk/client-sns";
import * as v from "valibot";
import type { Make } from "./skipped.ts";

const Properties = v.looseObject({ TopicArn: v.string(), Protocol: v.string(), Endpoint: v.string() });

/** AWS::SNS::Subscription */
export const makeSubscription: Make = async ({ logicalId, properties }, { sns }) => {
  const { TopicArn, Protocol, Endpoint, ...others } = v.parse(Properties, properties);
  // The API takes attributes as text; FilterPolicy, DeliveryPolicy and RedrivePolicy are JSON in the template.
  const attributes = Object.entries(others).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol,
      Endpoint,
      ReturnSubscriptionArn: true,
      Attributes: Object.fromEntries(attributes),
    }),
  );
  if (SubscriptionArn === undefined) throw new Error(`The subscription ${logicalId} was not made.`);
  return SubscriptionArn;
};

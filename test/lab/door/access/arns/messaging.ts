import { listOf } from "../../values.ts";
import { type ArnsOf, arnOr, text } from "./types.ts";

export const sqs: ArnsOf = ({ input }, { region, account }) => {
  const name = text(input, "QueueName") ?? text(input, "QueueUrl")?.split("/").at(-1);
  return arnOr(name, (queue) => `arn:aws:sqs:${region}:${account}:${queue}`);
};

/** A subscription's ARN is its topic's with an id behind it. */
export const sns: ArnsOf = ({ input }, { region, account }) => {
  const subscription = text(input, "SubscriptionArn");
  if (subscription) return [subscription.split(":").slice(0, 6).join(":")];
  return arnOr(
    text(input, "TopicArn", "TargetArn", "ResourceArn", "Name"),
    (name) => `arn:aws:sns:${region}:${account}:${name}`,
  );
};

export const events: ArnsOf = ({ operation, input }, { region, account }) => {
  const arn = (kind: string, name: string) => `arn:aws:events:${region}:${account}:${kind}/${name}`;
  const rest = text(input, "EventBusName")?.split("/").at(-1);
  const bus = rest === undefined || rest === "default" ? "" : `${rest}/`;
  if (operation === "PutEvents") {
    const entries = listOf(input.Entries);
    return [
      ...new Set(entries.map((entry) => arn("event-bus", text(entry, "EventBusName")?.split("/").at(-1) ?? "default"))),
    ];
  }
  const resource = text(input, "ResourceARN");
  if (resource) return [resource];
  const rule = text(input, "Rule") ?? (operation.endsWith("Rule") ? text(input, "Name") : undefined);
  if (rule) return [arn("rule", `${bus}${rule}`)];
  if (operation.endsWith("EventBus")) return [arn("event-bus", text(input, "Name")?.split("/").at(-1) ?? "default")];
  if (operation.endsWith("Archive")) return arnOr(text(input, "ArchiveName"), (name) => arn("archive", name));
  return [];
};

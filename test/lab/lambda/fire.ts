import { randomUUID } from "node:crypto";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import * as v from "valibot";
import type { Deployment } from "../stack/index.ts";
import type { Functions } from "./index.ts";

/** `Input` is constant JSON text in place of the event. */
const Rule = v.object({
  State: v.optional(v.string()),
  Targets: v.optional(v.array(v.object({ Arn: v.string(), Input: v.optional(v.pipe(v.string(), v.parseJson())) })), []),
});

/** Fires a schedule by hand, since none is fired by time here: its targets get what EventBridge would send them. */
export const fireRule = async (
  ruleName: string,
  deployment: Deployment,
  functions: Functions,
  sqs: SQSClient,
  queueUrlOf: (arn: string) => Promise<string>,
): Promise<void> => {
  const { resources, account, region, name: stack } = deployment;
  const rule = resources.find(
    ({ type, physicalId, logicalId }) =>
      type === "AWS::Events::Rule" &&
      [physicalId, logicalId].some((name) => name === ruleName || name === `${stack}-${ruleName}`),
  );
  if (rule === undefined) throw new Error(`The stack has no rule ${ruleName}.`);
  const { State, Targets } = v.parse(Rule, rule.properties);
  if (State === "DISABLED") return;
  const event = {
    version: "0",
    id: randomUUID(),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account,
    time: `${new Date().toISOString().slice(0, 19)}Z`,
    region,
    resources: [rule.arn],
    detail: {},
  };
  for (const { Arn, Input } of Targets) {
    const sent = Input ?? event;
    const service = Arn.split(":")[2];
    if (service === "lambda") await functions.invoke(Arn, sent, { type: "Event" });
    else if (service === "sqs")
      await sqs.send(new SendMessageCommand({ QueueUrl: await queueUrlOf(Arn), MessageBody: JSON.stringify(sent) }));
    else throw new Error(`The lab cannot fire ${ruleName} at ${Arn}.`);
  }
};

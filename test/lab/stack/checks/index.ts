import * as v from "valibot";
import type { Clients } from "../clients.ts";
import type { DeployedStack } from "../deployed.ts";
import { eventSourcesOf } from "../functions.ts";
import { eventSourceProblems } from "./event-source-access.ts";
import { type Delivery, deliveryProblems } from "./service-access.ts";

/** What AWS would refuse in this stack and moto does not: one sentence a problem. */
export const stackProblems = async (stack: DeployedStack, clients: Clients): Promise<readonly string[]> => {
  const deliveries = await Promise.all(deliveriesOf(stack).map((delivery) => deliveryProblems(delivery, clients)));
  const sources = await Promise.all(eventSourcesOf(stack).map((source) => eventSourceProblems(source, clients)));
  return [...deliveries, ...sources].flat();
};

const Rule = v.object({
  Targets: v.optional(
    v.array(
      v.object({
        Arn: v.string(),
        RoleArn: v.optional(v.string()),
        DeadLetterConfig: v.optional(v.object({ Arn: v.optional(v.string()) })),
      }),
    ),
    [],
  ),
});
const actions = v.optional(v.array(v.string()), []);
const Alarm = v.object({ AlarmActions: actions, OKActions: actions, InsufficientDataActions: actions });

const deliveriesOf = ({ resources, account }: DeployedStack): readonly Delivery[] =>
  resources.flatMap(({ type, arn: sourceArn = "", properties }) => {
    if (type === "AWS::Events::Rule") {
      // A target with a role is delivered to under that role.
      const arns = v
        .parse(Rule, properties)
        .Targets.flatMap(({ Arn, RoleArn, DeadLetterConfig }) => [RoleArn ? undefined : Arn, DeadLetterConfig?.Arn]);
      return arns
        .filter((targetArn) => targetArn !== undefined)
        .map((targetArn) => ({ service: "events.amazonaws.com", sourceArn, targetArn, account }));
    }
    if (type === "AWS::CloudWatch::Alarm") {
      const { AlarmActions, OKActions, InsufficientDataActions } = v.parse(Alarm, properties);
      const all = [...AlarmActions, ...OKActions, ...InsufficientDataActions];
      return all.map((targetArn) => ({ service: "cloudwatch.amazonaws.com", sourceArn, targetArn, account }));
    }
    return [];
  });

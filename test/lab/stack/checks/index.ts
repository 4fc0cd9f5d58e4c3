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

interface Target {
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

const deliveriesOf = ({ resources, account }: DeployedStack): readonly Delivery[] =>
  resources.flatMap(({ type, arn: sourceArn = "", properties }) => {
    if (type === "AWS::Events::Rule") {
      const targets = (properties["Targets"] ?? []) as readonly Target[];
      // A target with a role is delivered to under that role.
      const arns = targets.flatMap(({ Arn, RoleArn, DeadLetterConfig }) => [RoleArn ? undefined : Arn, DeadLetterConfig?.Arn]);
      return arns
        .filter((targetArn) => targetArn !== undefined)
        .map((targetArn) => ({ service: "events.amazonaws.com", sourceArn, targetArn, account }));
    }
    if (type === "AWS::CloudWatch::Alarm") {
      const actions = ["AlarmActions", "OKActions", "InsufficientDataActions"].flatMap((name) => (properties[name] ?? []) as readonly string[]);
      return actions.map((targetArn) => ({ service: "cloudwatch.amazonaws.com", sourceArn, targetArn, account }));
    }
    return [];
  });

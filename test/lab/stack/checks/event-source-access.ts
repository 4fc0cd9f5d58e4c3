import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { evaluate } from "../../iam/evaluate.ts";
import type { Policies, Policy } from "../../iam/types.ts";
import type { Clients } from "../clients.ts";
import type { EventSource } from "../functions.ts";
import { queuePolicies } from "./queue-policies.ts";
import { rolePolicies } from "./role-policies.ts";

const queueActions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
const streamActions = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"];

/** Why Lambda would refuse the event source mapping, or could not poll it: one sentence a reason. moto asks for nothing. */
export const eventSourceProblems = async (source: EventSource, clients: Clients): Promise<readonly string[]> => {
  const deployed = await clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: source.functionName }),
  );
  const roleArn = deployed.Role ?? "";
  const role = { arn: roleArn, policies: await rolePolicies(roleArn, clients.iam) };
  const may = (actions: readonly string[], resource: string, policy?: Policy) =>
    actions.map((action) => refusal(role, action, resource, policy)).filter((reason) => reason !== undefined);

  const onFailure = source.onFailureArn?.split(":")[2] === "sqs" ? may(["sqs:SendMessage"], source.onFailureArn) : [];
  const fromQueue = source.sourceArn.split(":")[2] === "sqs";
  if (!fromQueue) {
    // There is no permission for a single stream to list them.
    const list = may(["dynamodb:ListStreams"], source.sourceArn).length === 0 ? [] : may(["dynamodb:ListStreams"], "*");
    return [...may(streamActions, source.sourceArn), ...list, ...onFailure];
  }

  const queue = await queuePolicies(source.sourceArn, clients.sqs, clients.kms);
  const timeout = deployed.Timeout ?? 3;
  const tooShort =
    queue.visibilityTimeoutSeconds < timeout
      ? [
          `Queue visibility timeout: ${queue.visibilityTimeoutSeconds} seconds is less than Function timeout: ${timeout} seconds (${source.functionName})`,
        ]
      : [];
  const key = queue.key ? may(["kms:Decrypt"], queue.key.arn, queue.key.policy) : [];
  return [...may(queueActions, source.sourceArn, queue.policy), ...key, ...onFailure, ...tooShort];
};

interface Role {
  readonly arn: string;
  readonly policies: Policies;
}

const refusal = (role: Role, action: string, resource: string, policy: Policy | undefined): string | undefined => {
  const account = role.arn.split(":")[4] ?? "";
  const region = resource.split(":")[3] ?? "";
  const request = {
    principalArn: role.arn,
    principalNames: [role.arn, account, `arn:aws:iam::${account}:root`],
    principalAccount: account,
    action,
    resources: [resource],
    resourceAccount: account,
    context: {
      "aws:PrincipalArn": role.arn,
      "aws:SecureTransport": "true",
      "kms:ViaService": `sqs.${region}.amazonaws.com`,
      "kms:CallerAccount": account,
    },
  };
  const needsKeyPolicy = { mustBeAllowedByResourcePolicy: action.startsWith("kms:") };
  const decision = evaluate(request, { ...role.policies, ...(policy && { resource: policy }) }, needsKeyPolicy);
  return decision.allowed ? undefined : `${role.arn} may not ${action} on ${resource} ${decision.because}`;
};

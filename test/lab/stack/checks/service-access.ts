import { GetPolicyCommand, ResourceNotFoundException } from "@aws-sdk/client-lambda";
import { GetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { evaluate } from "../../iam/evaluate.ts";
import { parsePolicy } from "../../iam/parse-policy.ts";
import type { Policy } from "../../iam/types.ts";
import type { Clients } from "../clients.ts";
import { type Key, keyOf } from "./key-policy.ts";
import { queuePolicies } from "./queue-policies.ts";

/** A service that delivers to a resource of the stack on behalf of another one: a rule to a queue, an alarm to a topic. */
export interface Delivery {
  /** `events.amazonaws.com` */
  readonly service: string;
  /** `aws:SourceArn` */
  readonly sourceArn: string;
  readonly targetArn: string;
  readonly account: string;
}

/** What keeps the service from delivering: one sentence a reason. moto delivers without asking. */
export const deliveryProblems = async (delivery: Delivery, clients: Clients): Promise<readonly string[]> => {
  const { targetArn } = delivery;
  const kind = targetArn.split(":")[2];
  if (kind === "sqs") {
    const queue = await queuePolicies(targetArn, clients.sqs, clients.kms);
    return [refusal(delivery, "sqs:SendMessage", targetArn, queue.policy), ...keyRefusals(delivery, queue.key)].filter(
      (reason) => reason !== undefined,
    );
  }
  if (kind === "sns") {
    const { Attributes } = await clients.sns.send(new GetTopicAttributesCommand({ TopicArn: targetArn }));
    const policy = Attributes?.["Policy"] ? parsePolicy(Attributes["Policy"], targetArn) : undefined;
    const key = await keyOf(Attributes?.["KmsMasterKeyId"], clients.kms);
    return [refusal(delivery, "sns:Publish", targetArn, policy), ...keyRefusals(delivery, key)].filter(
      (reason) => reason !== undefined,
    );
  }
  if (kind === "lambda") {
    const policy = await functionPolicy(targetArn, clients);
    return [refusal(delivery, "lambda:InvokeFunction", targetArn, policy)].filter((reason) => reason !== undefined);
  }
  return [`${delivery.sourceArn} has the target ${targetArn}, of which the lab cannot tell whether it is let in.`];
};

/** What is encrypted is written with a data key. */
const keyRefusals = (delivery: Delivery, key: Key | undefined): readonly (string | undefined)[] =>
  key ? ["kms:GenerateDataKey", "kms:Decrypt"].map((action) => refusal(delivery, action, key.arn, key.policy)) : [];

const functionPolicy = async (functionArn: string, { lambda }: Clients): Promise<Policy | undefined> => {
  try {
    const { Policy: text } = await lambda.send(new GetPolicyCommand({ FunctionName: functionArn }));
    // moto leaves the template's FunctionName in the statement.
    const clean = JSON.stringify(JSON.parse(text ?? "null"), (key, value: unknown) =>
      key === "FunctionName" ? undefined : value,
    );
    return text ? parsePolicy(clean, functionArn) : undefined;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
};

const refusal = (
  delivery: Delivery,
  action: string,
  resource: string,
  policy: Policy | undefined,
): string | undefined => {
  const { service, sourceArn, account } = delivery;
  const request = {
    principalArn: service,
    principalNames: [service],
    principalAccount: account,
    action,
    resources: [resource],
    resourceAccount: account,
    context: {
      "aws:SourceArn": sourceArn,
      "aws:SourceAccount": account,
      "aws:PrincipalIsAWSService": "true",
      "aws:SecureTransport": "true",
    },
  };
  const decision = evaluate(request, { identity: [], ...(policy && { resource: policy }) });
  return decision.allowed
    ? undefined
    : `${sourceArn} cannot deliver: ${service} may not ${action} on ${resource} ${decision.because}`;
};

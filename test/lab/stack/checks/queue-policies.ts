import type { KMSClient } from "@aws-sdk/client-kms";
import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { parsePolicy } from "../../iam/parse-policy.ts";
import type { Policy } from "../../iam/types.ts";
import { queueUrlOf } from "../queue-url.ts";
import { type Key, keyOf } from "./key-policy.ts";

/** Who may use a queue, as the queue itself and its encryption key say. */
export interface QueuePolicies {
  readonly arn: string;
  readonly policy: Policy | undefined;
  readonly visibilityTimeoutSeconds: number;
  /** Undefined when the queue is not encrypted with a KMS key of the account. */
  readonly key: Key | undefined;
}

export const queuePolicies = async (arn: string, sqs: SQSClient, kms: KMSClient): Promise<QueuePolicies> => {
  const name = arn.slice(arn.lastIndexOf(":") + 1);
  const QueueUrl = await queueUrlOf(arn, sqs);
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  return {
    arn,
    policy: Attributes["Policy"] ? parsePolicy(Attributes["Policy"], name) : undefined,
    visibilityTimeoutSeconds: Number(Attributes["VisibilityTimeout"]),
    key: await keyOf(Attributes["KmsMasterKeyId"], kms),
  };
};

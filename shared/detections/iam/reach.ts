import { grantOf, widens } from "../../policy/grants.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Access, Guarded } from "../../resources/iam/guarded.ts";

/** What a policy can let somebody do with a stream, and the actions that each stands for: any one of them is enough. */
const streamActions = {
  "read records of": ["GetRecords", "GetShardIterator", "SubscribeToShard"],
  "write records to": ["PutRecord", "PutRecords"],
  change: [
    "AddTagsToStream",
    "CreateChannel",
    "DecreaseStreamRetentionPeriod",
    "DeleteResourcePolicy",
    "DeleteStream",
    "DeregisterStreamConsumer",
    "DisableEnhancedMonitoring",
    "EnableEnhancedMonitoring",
    "IncreaseStreamRetentionPeriod",
    "MergeShards",
    "PutResourcePolicy",
    "RegisterStreamConsumer",
    "RemoveTagsFromStream",
    "SplitShard",
    "StartStreamEncryption",
    "StopStreamEncryption",
    "TagResource",
    "UntagResource",
    "UpdateMaxRecordSize",
    "UpdateShardCount",
    "UpdateStreamMode",
    "UpdateStreamRecordDistributionStrategy",
    "UpdateStreamWarmThroughput",
  ],
} as const;

/** The same of the key that a stream is encrypted with. */
const keyActions = {
  "use the key of": ["Decrypt", "GenerateDataKey", "ReEncryptFrom"],
  "change the key of": ["CreateGrant", "DisableKey", "PutKeyPolicy", "RevokeGrant", "ScheduleKeyDeletion"],
} as const;

const prefixed = (service: string, of: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(of).map(([access, names]) => [access as Access, names.map((name) => `${service}:${name}`)] as const);

/** The actions behind each access to a stream, and to its key. */
export const actionsBehind = {
  stream: prefixed("kinesis", streamActions),
  key: prefixed("kms", keyActions),
} as const;

/** An access that is new, and to which of the streams, by name. */
export interface Reach {
  readonly access: Access;
  readonly streams: readonly string[];
}

/**
 * What some policies let somebody do with guarded streams that others did not, and that is not expected of them. A consumer's ARN
 * begins with that of its stream, and so do patterns that mean it.
 */
export const newReach = (
  now: readonly Policy[],
  before: readonly Policy[],
  guarded: readonly Guarded[],
): readonly Reach[] => {
  const reaches = (access: Access, actions: readonly string[], resources: readonly string[], { expected }: Guarded) =>
    !expected.includes(access) &&
    actions.some((action) =>
      resources.some((resource) => widens(grantOf(now, action, resource), grantOf(before, action, resource))),
    );
  const all = [
    ...actionsBehind.stream.map((one) => [...one, ({ arn }: Guarded) => [arn, `${arn}/consumer/any:1`]] as const),
    ...actionsBehind.key.map((one) => [...one, ({ keyArn }: Guarded) => (keyArn ? [keyArn] : [])] as const),
  ];
  return all.flatMap(([access, actions, resourcesOf]): readonly Reach[] => {
    const streams = guarded.filter((one) => reaches(access, actions, resourcesOf(one), one)).map(({ name }) => name);
    return streams.length > 0 ? [{ access, streams }] : [];
  });
};

const listed = (names: readonly string[]): string =>
  names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} others` : names.join(", ");

/** `read records of orders, payments; change orders` */
export const told = (reach: readonly Reach[]): string =>
  reach.map(({ access, streams }) => `${access} ${listed(streams)}`).join("; ");

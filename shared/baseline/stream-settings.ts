import * as v from "valibot";
import { atLeastOne, type Mode, mode, principal, text } from "./words.ts";

/** What lockkeeper.yml says of one stream. What is left out is not guarded; only the stream's policy always is. */

const streamName = v.pipe(text, v.regex(/^[a-zA-Z0-9_.-]{1,128}$/, "a stream's name: 1 to 128 letters, digits, _ . -"));
const keyName = v.pipe(
  text,
  v.regex(
    /^(arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:(key|alias)\/[\w/-]+|alias\/[\w/-]+|[\w-]+)$/,
    "a KMS key id, key ARN, alias/name or alias ARN",
  ),
);
const accountId = v.pipe(text, v.regex(/^\d{12}$/, "an account id of 12 digits, in quotes"));
const consumerName = v.pipe(
  text,
  v.regex(/^[a-zA-Z0-9_.-]{1,128}$/, "a consumer's name: 1 to 128 letters, digits, _ . -"),
);
const organization = v.pipe(text, v.regex(/^o-[a-z0-9]{10,32}$/, "an organization's id, o-…"));
const service = v.pipe(
  text,
  v.regex(/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/, "a service principal, NAME.amazonaws.com"),
);
const bucket = v.pipe(text, v.regex(/^arn:[a-z-]+:(s3|s3tables):[a-z0-9-]*:\d*:[\w./*-]+$/, "the ARN of a bucket"));

/** The metrics of single shards. Source: Kinesis API Reference, EnableEnhancedMonitoring; `ALL` stands for every one of them. */
export const shardMetrics = [
  "IncomingBytes",
  "IncomingRecords",
  "OutgoingBytes",
  "OutgoingRecords",
  "WriteProvisionedThroughputExceeded",
  "ReadProvisionedThroughputExceeded",
  "IteratorAgeMilliseconds",
] as const;
export type ShardMetric = (typeof shardMetrics)[number];

/** A policy's text: written as text, it stays byte for byte; written as YAML, it becomes JSON. */
const policyText = v.pipe(
  v.union([text, v.record(v.string(), v.unknown())], "a policy, as JSON text or as YAML"),
  v.transform((policy) => (typeof policy === "string" ? policy : JSON.stringify(policy))),
);

const policy = v.strictObject({
  ownAccount: v.optional(v.picklist(["whole", "listed"]), "whole"),
  accounts: v.optional(v.array(accountId), []),
  principals: v.optional(v.array(principal), []),
  organizations: v.optional(v.array(organization), []),
  services: v.optional(v.array(service), []),
  guards: v.optional(policyText),
  confirm: v.optional(v.literal("access-analyzer")),
});

const range = v.pipe(
  v.strictObject({ min: atLeastOne, max: atLeastOne }),
  v.check(({ min, max }) => min <= max, "a min that is not above the max"),
);

const capacity = v.strictObject({
  mode: v.optional(v.picklist(["PROVISIONED", "ON_DEMAND"])),
  shards: v.optional(range),
  warmThroughputMiBps: v.optional(v.pipe(v.number(), v.integer("a whole number"), v.minValue(0, "at least 0"))),
  maxRecordSizeInKiB: v.optional(
    v.pipe(
      v.number(),
      v.integer("a whole number"),
      v.minValue(1024, "at least 1024"),
      v.maxValue(10_240, "at most 10240"),
    ),
  ),
});

export const stream = v.strictObject({
  name: streamName,
  mode: v.optional(mode),
  encryption: v.optional(v.strictObject({ key: keyName })),
  retentionHours: v.optional(
    v.pipe(v.number(), v.integer("whole hours"), v.minValue(24, "at least 24"), v.maxValue(8_760, "at most 8760")),
  ),
  policy: v.optional(policy),
  registeredConsumers: v.optional(v.array(consumerName)),
  channels: v.optional(
    v.strictObject({ buckets: v.optional(v.array(bucket), []), accounts: v.optional(v.array(accountId), []) }),
  ),
  shardMetrics: v.optional(v.array(v.picklist(["ALL", ...shardMetrics]))),
  recordDistribution: v.optional(v.picklist(["USER_PARTITION_KEY", "AUTO"])),
  capacity: v.optional(capacity),
  tags: v.optional(v.record(text, v.string())),
  producers: v.optional(v.array(principal)),
  consumers: v.optional(v.array(principal)),
  reversalsPerDay: v.optional(atLeastOne),
  alarms: v.optional(
    v.strictObject({ throttledPerMinute: v.optional(atLeastOne), iteratorAgeMinutes: v.optional(atLeastOne) }),
  ),
});

/** Whom the policies of a stream and of its consumers may admit, and what they must say. */
export interface PolicySettings {
  /** `whole`: everybody in the stream's own account. `listed`: there, too, only who is listed. */
  readonly ownAccount: "whole" | "listed";
  readonly accounts: readonly string[];
  /** ARNs of users and roles; `*` stands for any part. */
  readonly principals: readonly string[];
  readonly organizations: readonly string[];
  /** Service principals. */
  readonly services: readonly string[];
  /** A policy whose statements the stream's own policy has to have, as JSON text. */
  readonly guards?: string | undefined;
  /** Who has to agree before a policy is written: AWS's own reasoning, which is charged by the check. */
  readonly confirm?: "access-analyzer" | undefined;
}

/** How much a stream may take, and what it may cost. */
export interface CapacitySettings {
  readonly mode?: "PROVISIONED" | "ON_DEMAND" | undefined;
  /** Open shards: between these, scaling is nobody's business. */
  readonly shards?: { readonly min: number; readonly max: number } | undefined;
  readonly warmThroughputMiBps?: number | undefined;
  readonly maxRecordSizeInKiB?: number | undefined;
}

/** What is said of one stream. */
export interface StreamSettings {
  readonly name: string;
  readonly mode?: Mode | undefined;
  /** Key id, key ARN, alias or alias ARN. */
  readonly encryption?: { readonly key: string } | undefined;
  readonly retentionHours?: number | undefined;
  /** Absent: everybody in the stream's own account, and nobody else. */
  readonly policy?: PolicySettings | undefined;
  /** Names of the enhanced fan-out consumers. */
  readonly registeredConsumers?: readonly string[] | undefined;
  /** Where the stream may be copied to: ARNs of buckets (`*` stands for any part) and accounts whose buckets they may be. */
  readonly channels?: { readonly buckets: readonly string[]; readonly accounts: readonly string[] } | undefined;
  readonly shardMetrics?: readonly ("ALL" | ShardMetric)[] | undefined;
  readonly recordDistribution?: "USER_PARTITION_KEY" | "AUTO" | undefined;
  readonly capacity?: CapacitySettings | undefined;
  /** Those that must be there; others are nobody's business. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** ARNs of the users and roles that write to it; `*` stands for any part. Absent: nobody has said. */
  readonly producers?: readonly string[] | undefined;
  /** ARNs of the users and roles that read it. */
  readonly consumers?: readonly string[] | undefined;
  /** How often a day it may be put back, where that is not as for all. */
  readonly reversalsPerDay?: number | undefined;
  /** When CloudWatch is to ring: above so many refused calls in a minute, and when a reader is further behind than so many minutes. */
  readonly alarms?:
    | { readonly throttledPerMinute?: number | undefined; readonly iteratorAgeMinutes?: number | undefined }
    | undefined;
}

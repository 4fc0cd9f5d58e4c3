import { type ShardMetric, shardMetrics } from "../../baseline/stream-settings.ts";
import type { ApiCall } from "../../cloudtrail/api-call.ts";
import { type Bag, bagOf, numberOf, textOf, textsOf } from "../../cloudtrail/parameters.ts";
import { namedKey } from "../kms-key.ts";
import { channelCreated, deregistered, policies, registered } from "./leaves-attached.ts";
import type { Leaves, StreamState } from "./state.ts";
import { streamArn } from "./stream-id.ts";
import type { Capacity } from "./summary.ts";

/**
 * What each call leaves of a stream, for a replay, in which nothing can be read. CloudTrail spells the fields of Kinesis as the
 * API does, with a small letter first. What a record does not say in a form that is known changes nothing.
 */

const retention: Leaves = ({ request }) => {
  const retentionHours = numberOf(request["retentionPeriodHours"]);
  return retentionHours === undefined ? {} : { retentionHours };
};

const capacity =
  (changed: (request: Bag, before: Capacity) => Partial<Capacity>): Leaves =>
  ({ request }, before) => ({ capacity: { ...before.capacity, ...changed(request, before.capacity) } });

const size = (field: "warmThroughputMiBps" | "maxRecordSizeInKiB"): Leaves =>
  capacity((request) => {
    const value = numberOf(request[field]);
    return value === undefined ? {} : { [field]: value };
  });

const metricsIn = (request: Bag): readonly ShardMetric[] => {
  const named = textsOf(request["shardLevelMetrics"]);
  return shardMetrics.filter((metric) => named.includes("ALL") || named.includes(metric));
};

const tagged: Leaves = ({ request }, { tags }) => {
  const said = Object.entries(bagOf(request["tags"])).flatMap(([key, value]) =>
    typeof value === "string" ? [[key, value] as const] : [],
  );
  return { tags: { ...tags, ...Object.fromEntries(said) } };
};
const untagged: Leaves = ({ request }, { tags }) => {
  const gone = textsOf(request["tagKeys"]);
  return { tags: Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.includes(key))) };
};
/** Consumers and channels have tags of their own, which are not the stream's. */
const ofStream =
  (leaves: Leaves): Leaves =>
  (call, before) =>
    call.request["resourceARN"] === before.arn ? leaves(call, before) : {};

const modeOf = (value: unknown): Partial<Capacity> => {
  const mode = bagOf(value)["streamMode"];
  return mode === "ON_DEMAND" || mode === "PROVISIONED" ? { mode } : {};
};

const created: Leaves = ({ request }, { arn, account, status }) => {
  const shards = numberOf(request["shardCount"]) ?? 4;
  return {
    ...newStream(arn, account, status),
    capacity: { mode: "PROVISIONED", ...modeOf(request["streamModeDetails"]), shards, maxRecordSizeInKiB: 1024 },
    tags: tagged({ request, response: {} }, newStream(arn, account, status)).tags ?? {},
  };
};

/** Source: Kinesis API Reference, CreateStream: 24 hours, not encrypted. */
export const newStream = (arn: string, account: string, status = "ACTIVE"): StreamState => ({
  arn,
  account,
  status,
  retentionHours: 24,
  capacity: { mode: "PROVISIONED", shards: 1, maxRecordSizeInKiB: 1024 },
  shardMetrics: [],
  consumers: [],
  policies: {},
  channels: [],
  tags: {},
  unread: {},
});

const leavesOf: Readonly<Record<string, Leaves>> = {
  AddTagsToStream: tagged,
  CreateChannel: channelCreated,
  CreateStream: created,
  DecreaseStreamRetentionPeriod: retention,
  DeleteChannel: ({ request }, { channels }) => ({
    channels: channels.filter(({ arn }) => arn !== request["channelARN"]),
  }),
  DeleteResourcePolicy: policies(() => undefined),
  DeregisterStreamConsumer: deregistered,
  DisableEnhancedMonitoring: ({ request }, before) => ({
    shardMetrics: before.shardMetrics.filter((metric) => !metricsIn(request).includes(metric)),
  }),
  EnableEnhancedMonitoring: ({ request }, before) => ({
    shardMetrics: shardMetrics.filter(
      (metric) => before.shardMetrics.includes(metric) || metricsIn(request).includes(metric),
    ),
  }),
  IncreaseStreamRetentionPeriod: retention,
  MergeShards: capacity((_, { shards }) => ({ shards: shards - 1 })),
  PutResourcePolicy: policies(({ policy }) => textOf(policy)),
  RegisterStreamConsumer: registered,
  RemoveTagsFromStream: untagged,
  SplitShard: capacity((_, { shards }) => ({ shards: shards + 1 })),
  StartStreamEncryption: ({ request }, { arn }) => {
    const [name, home] = [textOf(request["keyId"]), streamArn(arn)];
    return name && home ? { key: namedKey(name, home) } : {};
  },
  TagResource: ofStream(tagged),
  UntagResource: ofStream(untagged),
  UpdateMaxRecordSize: size("maxRecordSizeInKiB"),
  UpdateShardCount: capacity((request, { shards }) => ({ shards: numberOf(request["targetShardCount"]) ?? shards })),
  UpdateStreamMode: capacity((request) => modeOf(request["streamModeDetails"])),
  UpdateStreamRecordDistributionStrategy: ({ request }) => {
    const strategy = request["recordDistributionStrategy"];
    return strategy === "AUTO" || strategy === "USER_PARTITION_KEY" ? { recordDistribution: strategy } : {};
  },
  UpdateStreamWarmThroughput: size("warmThroughputMiBps"),
};

/**
 * The stream once a call has had its effect.
 * @returns undefined when the stream is gone
 */
export const streamAfter = (call: ApiCall, before: StreamState): StreamState | undefined => {
  if (call.name === "DeleteStream") return undefined;
  if (call.name === "StopStreamEncryption") {
    const { key: _, ...clear } = before;
    return clear;
  }
  const leaves = Object.hasOwn(leavesOf, call.name) ? leavesOf[call.name] : undefined;
  return leaves ? { ...before, ...leaves(call, before) } : before;
};

import { describe, expect, test } from "vitest";
import { kinesisStream } from "../../../shared/resources/kinesis-stream.ts";
import { keys, streamAs } from "../detections/kinesis/streams.ts";
import { callOf, home, orders } from "../records.ts";

const { model } = kinesisStream;
const consumer = `${orders}/consumer/analytics:1790000000`;
const channel = `arn:aws:kinesis:us-east-1:${home.account}:channel/one`;

type Fields = Readonly<Record<string, unknown>>;
const called = (eventName: string, requestParameters: Fields, responseElements: Fields | null = null) =>
  callOf({ eventName, requestParameters, responseElements });

describe("what a call leaves of a stream", () => {
  const before = streamAs({
    key: keys.own,
    retentionHours: 48,
    shardMetrics: ["IncomingBytes"],
    consumers: [{ name: "analytics", arn: consumer }],
    policies: { [orders]: "{}", [consumer]: "{}" },
    channels: [{ name: "lake", arn: channel, destinations: [] }],
    tags: { access: "restricted" },
  });

  test.each<[string, Fields, object]>([
    ["DecreaseStreamRetentionPeriod", { retentionPeriodHours: 24 }, { retentionHours: 24 }],
    ["IncreaseStreamRetentionPeriod", { retentionPeriodHours: 8760 }, { retentionHours: 8760 }],
    ["PutResourcePolicy", { resourceARN: orders, policy: "{ }" }, { policies: { [orders]: "{ }", [consumer]: "{}" } }],
    ["DeleteResourcePolicy", { resourceARN: consumer }, { policies: { [orders]: "{}" } }],
    ["DeregisterStreamConsumer", { consumerARN: consumer }, { consumers: [], policies: { [orders]: "{}" } }],
    ["DeregisterStreamConsumer", { streamARN: orders, consumerName: "analytics" }, { consumers: [] }],
    ["DisableEnhancedMonitoring", { shardLevelMetrics: ["ALL"] }, { shardMetrics: [] }],
    [
      "EnableEnhancedMonitoring",
      { shardLevelMetrics: ["OutgoingBytes"] },
      { shardMetrics: ["IncomingBytes", "OutgoingBytes"] },
    ],
    ["DeleteChannel", { channelARN: channel }, { channels: [] }],
    ["UpdateShardCount", { targetShardCount: 3 }, { capacity: { shards: 3 } }],
    ["SplitShard", { shardToSplit: "shardId-0" }, { capacity: { shards: 2 } }],
    ["MergeShards", {}, { capacity: { shards: 0 } }],
    [
      "UpdateStreamMode",
      { streamModeDetails: { streamMode: "ON_DEMAND" } },
      { capacity: { mode: "ON_DEMAND", shards: 1 } },
    ],
    ["UpdateMaxRecordSize", { maxRecordSizeInKiB: 10_240 }, { capacity: { maxRecordSizeInKiB: 10_240 } }],
    ["UpdateStreamWarmThroughput", { warmThroughputMiBps: 7 }, { capacity: { warmThroughputMiBps: 7 } }],
    ["UpdateStreamRecordDistributionStrategy", { recordDistributionStrategy: "AUTO" }, { recordDistribution: "AUTO" }],
    ["AddTagsToStream", { tags: { access: "open", more: "1" } }, { tags: { access: "open", more: "1" } }],
    ["RemoveTagsFromStream", { tagKeys: ["access"] }, { tags: {} }],
    ["TagResource", { resourceARN: orders, tags: { access: "open" } }, { tags: { access: "open" } }],
    ["TagResource", { resourceARN: consumer, tags: { access: "open" } }, { tags: { access: "restricted" } }],
    ["UntagResource", { resourceARN: orders, tagKeys: ["access"] }, { tags: {} }],
    ["StartStreamEncryption", { keyId: keys.foreign.arn }, { key: { arn: keys.foreign.arn } }],
    ["DescribeStreamSummary", {}, { retentionHours: 48 }],
    ["AnApiOfTomorrow", { retentionPeriodHours: 1 }, { retentionHours: 48 }],
    ["DecreaseStreamRetentionPeriod", { retentionPeriodHours: "24" }, { retentionHours: 48 }],
  ])("%s %j", (name, request, after) => {
    expect(model.after(called(name, request), before)).toMatchObject(after);
  });

  test("StopStreamEncryption leaves no key, DeleteStream nothing at all", () => {
    expect(model.after(called("StopStreamEncryption", {}), before)).not.toHaveProperty("key");
    expect(model.after(called("DeleteStream", {}), before)).toBeUndefined();
  });

  test("a consumer is known by the ARN that Kinesis answered, a channel by its buckets", () => {
    const answer = { consumer: { consumerName: "tap", consumerARN: `${orders}/consumer/tap:2` } };
    const registered = model.after(called("RegisterStreamConsumer", { consumerName: "tap" }, answer), before);
    expect(registered?.consumers.at(-1)).toStrictEqual({ name: "tap", arn: `${orders}/consumer/tap:2` });
    const request = {
      channelName: "tap",
      serviceExecutionRoleARN: "arn:aws:iam::123456789012:role/tap",
      s3DestinationConfiguration: { storageConfiguration: { bucketARN: "arn:aws:s3:::tap", expectedBucketOwner: "9" } },
    };
    const created = model.after(called("CreateChannel", request, { channelARN: `${channel}-2` }), before);
    expect(created?.channels.at(-1)).toStrictEqual({
      name: "tap",
      arn: `${channel}-2`,
      role: "arn:aws:iam::123456789012:role/tap",
      destinations: [{ bucket: "arn:aws:s3:::tap", account: "9" }],
    });
  });
});

describe("before the first record", () => {
  const declared = {
    name: "orders",
    encryption: { key: "alias/orders" },
    retentionHours: 48,
    registeredConsumers: ["analytics"],
    shardMetrics: ["ALL"] as const,
    capacity: { mode: "ON_DEMAND", shards: { min: 2, max: 4 } } as const,
    tags: { access: "restricted" },
  };
  const baseline = model.baseline(orders, declared);
  const assumed = model.assumed(orders, baseline);

  test("a stream is taken to be as it was declared", () => {
    expect(assumed).toMatchObject({
      key: { name: "alias/orders" },
      retentionHours: 48,
      consumers: [{ name: "analytics" }],
      capacity: { mode: "ON_DEMAND", shards: 2 },
      tags: { access: "restricted" },
    });
    expect(model.certain(assumed, baseline).unread).toStrictEqual({});
  });

  test("a key by its ARN cannot be compared with an alias, which may stand for it", () => {
    const after = model.after(called("StartStreamEncryption", { keyId: keys.own.arn }), assumed);
    expect(after && model.certain(after, baseline).unread).toStrictEqual({
      key: { error: "AliasNotFollowed", denied: false },
    });
  });

  test("two keys by their ARNs can", () => {
    const byArn = model.baseline(orders, { ...declared, encryption: { key: keys.own.arn } });
    const after = model.after(called("StartStreamEncryption", { keyId: keys.foreign.arn }), assumed);
    expect(after && model.certain(after, byArn).unread).toStrictEqual({});
  });
});

import {
  AddTagsToStreamCommand,
  CreateStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DescribeAccountSettingsCommand,
  DisableEnhancedMonitoringCommand,
  EnableEnhancedMonitoringCommand,
  IncreaseStreamRetentionPeriodCommand,
  ListShardsCommand,
  ListTagsForResourceCommand,
  ListTagsForStreamCommand,
  MergeShardsCommand,
  PutRecordCommand,
  RemoveTagsFromStreamCommand,
  SplitShardCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAccountSettingsCommand,
  UpdateMaxRecordSizeCommand,
  UpdateShardCountCommand,
  UpdateStreamModeCommand,
  UpdateStreamRecordDistributionStrategyCommand,
  UpdateStreamWarmThroughputCommand,
} from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Clients, type ExampleLab, openExampleLab } from "../example-lab.ts";
import { arnOf, newStream, summaryOf } from "./stream.ts";

/** Every change is over at once. */
let lab: ExampleLab;
let kinesis: Clients["kinesis"];

beforeAll(async () => {
  lab = await openExampleLab({ updatingMs: 0 });
  kinesis = lab.as(lab.root).kinesis;
}, 120_000);
afterAll(() => lab.close());

const allMetrics = [
  "IncomingBytes",
  "IncomingRecords",
  "OutgoingBytes",
  "OutgoingRecords",
  "WriteProvisionedThroughputExceeded",
  "ReadProvisionedThroughputExceeded",
  "IteratorAgeMilliseconds",
];

test("a new stream has the defaults that AWS gives it, or what it was created with", async () => {
  await newStream(kinesis, "plain");
  expect(await summaryOf(kinesis, "plain")).toMatchObject({
    StreamModeDetails: { StreamMode: "PROVISIONED" },
    ConsumerCount: 0,
    ChannelCount: 0,
    MaxRecordSizeInKiB: 1024,
    OpenShardCount: 1,
  });
  expect(await summaryOf(kinesis, "plain")).not.toHaveProperty("RecordDistributionStrategy");
  await kinesis.send(
    new CreateStreamCommand({
      StreamName: "told",
      StreamModeDetails: { StreamMode: "ON_DEMAND" },
      MaxRecordSizeInKiB: 2048,
      RecordDistributionStrategy: "AUTO",
      Tags: { Team: "a" },
    }),
  );
  expect(await summaryOf(kinesis, "told")).toMatchObject({
    MaxRecordSizeInKiB: 2048,
    RecordDistributionStrategy: "AUTO",
  });
  const { Tags } = await kinesis.send(new ListTagsForStreamCommand({ StreamName: "told" }));
  expect(Tags).toEqual([{ Key: "Team", Value: "a" }]);
  await expect(
    kinesis.send(new CreateStreamCommand({ StreamName: "auto", ShardCount: 1, RecordDistributionStrategy: "AUTO" })),
  ).rejects.toMatchObject({ name: "InvalidArgumentException" });
});

test("retention goes in its own direction and keeps within its bounds", async () => {
  const StreamARN = await newStream(kinesis, "kept");
  const increase = (RetentionPeriodHours: number) =>
    kinesis.send(new IncreaseStreamRetentionPeriodCommand({ StreamARN, RetentionPeriodHours }));
  const decrease = (RetentionPeriodHours: number) =>
    kinesis.send(new DecreaseStreamRetentionPeriodCommand({ StreamARN, RetentionPeriodHours }));
  const refusal = (message: string) => ({
    name: "InvalidArgumentException",
    message: expect.stringContaining(message),
  });
  await increase(168);
  expect((await summaryOf(kinesis, "kept"))?.RetentionPeriodHours).toBe(168);
  await expect(increase(48)).rejects.toMatchObject(refusal("stream kept can not be shorter"));
  await expect(increase(8761)).rejects.toMatchObject(refusal("8760"));
  await expect(decrease(200)).rejects.toMatchObject(refusal("stream kept can not be longer"));
  await expect(decrease(23)).rejects.toMatchObject(refusal("24 hours"));
  await decrease(24);
  expect((await summaryOf(kinesis, "kept"))?.RetentionPeriodHours).toBe(24);
});

test("enhanced monitoring tells what was and what will be, and ALL means every metric", async () => {
  const StreamARN = await newStream(kinesis, "watched");
  const shown = async () => (await summaryOf(kinesis, "watched"))?.EnhancedMonitoring?.[0]?.ShardLevelMetrics;
  const some = new EnableEnhancedMonitoringCommand({
    StreamARN,
    ShardLevelMetrics: ["OutgoingRecords", "IncomingBytes"],
  });
  expect(await kinesis.send(some)).toMatchObject({
    StreamName: "watched",
    StreamARN,
    CurrentShardLevelMetrics: [],
    DesiredShardLevelMetrics: ["IncomingBytes", "OutgoingRecords"],
  });
  expect(await shown()).toEqual(["IncomingBytes", "OutgoingRecords"]);
  const all = new EnableEnhancedMonitoringCommand({ StreamARN, ShardLevelMetrics: ["ALL"] });
  expect((await kinesis.send(all)).DesiredShardLevelMetrics).toEqual(allMetrics);
  expect(await shown()).toEqual(allMetrics);
  const less = new DisableEnhancedMonitoringCommand({ StreamName: "watched", ShardLevelMetrics: ["IncomingBytes"] });
  expect((await kinesis.send(less)).DesiredShardLevelMetrics).toEqual(allMetrics.slice(1));
  const none = new DisableEnhancedMonitoringCommand({ StreamARN, ShardLevelMetrics: ["ALL"] });
  expect(await kinesis.send(none)).toMatchObject({
    CurrentShardLevelMetrics: allMetrics.slice(1),
    DesiredShardLevelMetrics: [],
  });
  expect(await shown()).toEqual([]);
});

test("shards are counted, split and merged in provisioned mode", async () => {
  const StreamARN = await newStream(kinesis, "cut");
  const scale = (TargetShardCount: number) =>
    kinesis.send(new UpdateShardCountCommand({ StreamARN, TargetShardCount, ScalingType: "UNIFORM_SCALING" }));
  const open = async () =>
    ((await kinesis.send(new ListShardsCommand({ StreamARN }))).Shards ?? []).filter(
      ({ SequenceNumberRange }) => SequenceNumberRange?.EndingSequenceNumber === undefined,
    );
  const answer = await scale(2);
  expect(answer).toMatchObject({ StreamName: "cut", CurrentShardCount: 1, TargetShardCount: 2, StreamARN });
  await expect(scale(5)).rejects.toMatchObject({ name: "LimitExceededException" });
  await scale(4);
  await expect(scale(1)).rejects.toMatchObject({ name: "LimitExceededException" });

  const [first, second, third] = await open();
  const merge = (ShardToMerge?: string, AdjacentShardToMerge?: string) =>
    kinesis.send(new MergeShardsCommand({ StreamARN, ShardToMerge, AdjacentShardToMerge }));
  await expect(merge(first?.ShardId, third?.ShardId)).rejects.toMatchObject({ name: "InvalidArgumentException" });
  await merge(second?.ShardId, first?.ShardId);
  expect((await summaryOf(kinesis, "cut"))?.OpenShardCount).toBe(3);
  const merged = (await open()).find(({ ParentShardId }) => ParentShardId === second?.ShardId);
  expect(merged).toMatchObject({
    AdjacentParentShardId: first?.ShardId,
    HashKeyRange: {
      StartingHashKey: first?.HashKeyRange?.StartingHashKey,
      EndingHashKey: second?.HashKeyRange?.EndingHashKey,
    },
  });
  const NewStartingHashKey = "1000";
  await kinesis.send(new SplitShardCommand({ StreamARN, ShardToSplit: merged?.ShardId, NewStartingHashKey }));
  expect((await summaryOf(kinesis, "cut"))?.OpenShardCount).toBe(4);
  const put = new PutRecordCommand({ StreamARN, Data: Buffer.from("x"), PartitionKey: "k", ExplicitHashKey: "5" });
  const { ShardId } = await kinesis.send(put);
  expect((await open()).map((shard) => shard.ShardId)).toContain(ShardId);

  for (let i = 0; i < 8; i++) await scale(4);
  await expect(scale(4)).rejects.toThrow("10 times");
});

test("streams on demand have no shards to count, and may change their mode twice a day", async () => {
  const StreamARN = await newStream(kinesis, "demanded");
  const to = (StreamMode: "ON_DEMAND" | "PROVISIONED") =>
    kinesis.send(new UpdateStreamModeCommand({ StreamARN, StreamModeDetails: { StreamMode } }));
  await to("ON_DEMAND");
  const scale = { StreamARN, TargetShardCount: 2, ScalingType: "UNIFORM_SCALING" } as const;
  await expect(kinesis.send(new UpdateShardCountCommand(scale))).rejects.toMatchObject({ name: "ValidationException" });
  const split = { StreamARN, ShardToSplit: "shardId-000000000000", NewStartingHashKey: "1000" };
  await expect(kinesis.send(new SplitShardCommand(split))).rejects.toThrow("On-Demand");
  await to("PROVISIONED");
  await expect(to("ON_DEMAND")).rejects.toMatchObject({ name: "LimitExceededException" });
  await expect(
    kinesis.send(
      new UpdateStreamModeCommand({ StreamARN: arnOf("none"), StreamModeDetails: { StreamMode: "ON_DEMAND" } }),
    ),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("record size and distribution can be set and are shown", async () => {
  const StreamARN = await newStream(kinesis, "sized", "ON_DEMAND");
  const size = (MaxRecordSizeInKiB: number) =>
    kinesis.send(new UpdateMaxRecordSizeCommand({ StreamARN, MaxRecordSizeInKiB }));
  await size(10_240);
  await expect(size(10_241)).rejects.toMatchObject({
    name: "ValidationException",
    message: expect.stringContaining("'maxRecordSizeInKiB'"),
  });
  const distribute = (arn: string) =>
    kinesis.send(
      new UpdateStreamRecordDistributionStrategyCommand({ StreamARN: arn, RecordDistributionStrategy: "AUTO" }),
    );
  await distribute(StreamARN);
  expect(await summaryOf(kinesis, "sized")).toMatchObject({
    MaxRecordSizeInKiB: 10_240,
    RecordDistributionStrategy: "AUTO",
  });
  await expect(distribute(await newStream(kinesis, "unsized"))).rejects.toMatchObject({
    name: "InvalidArgumentException",
  });
});

test("warm throughput wants the account's commitment, which cannot be ended on its first day", async () => {
  const StreamARN = await newStream(kinesis, "warm", "ON_DEMAND");
  const warm = new UpdateStreamWarmThroughputCommand({ StreamARN, WarmThroughputMiBps: 100 });
  const commit = async (Status: "ENABLED" | "DISABLED") =>
    (await kinesis.send(new UpdateAccountSettingsCommand({ MinimumThroughputBillingCommitment: { Status } })))
      .MinimumThroughputBillingCommitment;
  const settings = async () =>
    (await kinesis.send(new DescribeAccountSettingsCommand({}))).MinimumThroughputBillingCommitment;
  expect(await settings()).toEqual({ Status: "DISABLED" });
  await expect(kinesis.send(warm)).rejects.toMatchObject({ name: "InvalidArgumentException" });
  expect(await commit("ENABLED")).toMatchObject({ Status: "ENABLED", StartedAt: expect.any(Date) });
  expect((await kinesis.send(warm)).WarmThroughput).toEqual({ TargetMiBps: 100, CurrentMiBps: 0 });
  expect((await summaryOf(kinesis, "warm"))?.WarmThroughput).toEqual({ TargetMiBps: 100, CurrentMiBps: 100 });
  const disabled = await commit("DISABLED");
  expect(disabled?.Status).toBe("ENABLED_UNTIL_EARLIEST_ALLOWED_END");
  expect(disabled?.EarliestAllowedEndAt?.getTime()).toBeGreaterThan(Date.now() + 23 * 60 * 60 * 1000);
  expect(await settings()).toEqual(disabled);
  expect((await commit("ENABLED"))?.Status).toBe("ENABLED");
});

test("a stream has the same tags under the old operations and the new", async () => {
  const StreamARN = await newStream(kinesis, "tagged");
  await kinesis.send(new AddTagsToStreamCommand({ StreamName: "tagged", Tags: { a: "1", b: "2" } }));
  await kinesis.send(new TagResourceCommand({ ResourceARN: StreamARN, Tags: { b: "3", c: "4" } }));
  const tags = async () => (await kinesis.send(new ListTagsForResourceCommand({ ResourceARN: StreamARN }))).Tags;
  expect(await tags()).toEqual([
    { Key: "a", Value: "1" },
    { Key: "b", Value: "3" },
    { Key: "c", Value: "4" },
  ]);
  const first = await kinesis.send(new ListTagsForStreamCommand({ StreamARN, Limit: 2 }));
  expect(first).toMatchObject({ HasMoreTags: true, Tags: [{ Key: "a" }, { Key: "b" }] });
  const rest = await kinesis.send(new ListTagsForStreamCommand({ StreamARN, ExclusiveStartTagKey: "b" }));
  expect(rest).toMatchObject({ HasMoreTags: false, Tags: [{ Key: "c" }] });
  await kinesis.send(new UntagResourceCommand({ ResourceARN: StreamARN, TagKeys: ["a"] }));
  await kinesis.send(new RemoveTagsFromStreamCommand({ StreamARN, TagKeys: ["c"] }));
  expect(await tags()).toEqual([{ Key: "b", Value: "3" }]);
  await expect(
    kinesis.send(new TagResourceCommand({ ResourceARN: arnOf("none"), Tags: { a: "1" } })),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  const sid = await lab.user("sid", {
    Effect: "Allow",
    Action: "kinesis:DescribeStreamSummary",
    Resource: "*",
    Condition: { StringEquals: { "aws:ResourceTag/b": "3" } },
  });
  expect((await summaryOf(lab.as(sid).kinesis, "tagged"))?.StreamName).toBe("tagged");
  await kinesis.send(new TagResourceCommand({ ResourceARN: StreamARN, Tags: { b: "5" } }));
  await expect(summaryOf(lab.as(sid).kinesis, "tagged")).rejects.toMatchObject({ name: "AccessDeniedException" });
});

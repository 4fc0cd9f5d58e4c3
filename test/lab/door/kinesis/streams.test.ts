import {
  CreateStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DescribeAccountSettingsCommand,
  DisableEnhancedMonitoringCommand,
  EnableEnhancedMonitoringCommand,
  IncreaseStreamRetentionPeriodCommand,
  ListTagsForStreamCommand,
  PutRecordCommand,
  PutRecordsCommand,
  UpdateAccountSettingsCommand,
  UpdateMaxRecordSizeCommand,
  UpdateStreamRecordDistributionStrategyCommand,
  UpdateStreamWarmThroughputCommand,
} from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Clients, type ExampleLab, openExampleLab } from "../example-lab.ts";
import { newStream, summaryOf } from "./stream.ts";

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
  const unsized = await newStream(kinesis, "unsized");
  await expect(distribute(unsized)).rejects.toMatchObject({ name: "InvalidArgumentException" });
  const Data = Buffer.from("x");
  expect((await kinesis.send(new PutRecordCommand({ StreamARN, Data }))).ShardId).toMatch(/^shardId-/);
  const { FailedRecordCount } = await kinesis.send(new PutRecordsCommand({ StreamARN, Records: [{ Data }] }));
  expect(FailedRecordCount).toBe(0);
  await expect(kinesis.send(new PutRecordCommand({ StreamARN: unsized, Data }))).rejects.toThrow("'partitionKey'");
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

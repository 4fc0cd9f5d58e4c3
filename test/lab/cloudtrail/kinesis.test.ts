import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeAccountSettingsCommand,
  DisableEnhancedMonitoringCommand,
  EnableEnhancedMonitoringCommand,
  IncreaseStreamRetentionPeriodCommand,
  RegisterStreamConsumerCommand,
  TagResourceCommand,
  UpdateAccountSettingsCommand,
  UpdateMaxRecordSizeCommand,
  UpdateShardCountCommand,
  UpdateStreamModeCommand,
  UpdateStreamRecordDistributionStrategyCommand,
} from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { account, type Clients, type ExampleLab, openExampleLab } from "../door/example-lab.ts";
import type { TrailRecord } from "./types.ts";

let lab: ExampleLab;
let kinesis: Clients["kinesis"];
const StreamARN = `arn:aws:kinesis:us-east-1:${account}:stream/orders`;
const byName = [{ type: "AWS::Kinesis::Stream", ARN: "arn:aws:kinesis:us-east-1:orders:stream/null" }];
const byArn = [{ accountId: account, type: "AWS::Kinesis::Stream", ARN: StreamARN }];
const written = /^[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d\d:\d\d [AP]M$/;

beforeAll(async () => {
  lab = await openExampleLab({ updatingMs: 0 });
  kinesis = lab.as(lab.root).kinesis;
  await kinesis.send(new CreateStreamCommand({ StreamName: "orders", StreamModeDetails: { StreamMode: "ON_DEMAND" } }));
}, 120_000);
afterAll(() => lab.close());

/** What the newest record says, of that which differs between operations. */
const latest = (): Partial<TrailRecord> => {
  const { eventName, requestParameters, responseElements, resources, errorCode } =
    lab.door.trail.records().at(-1) ?? {};
  return {
    eventName,
    requestParameters,
    responseElements,
    resources,
    ...(errorCode ? { errorCode } : {}),
  } as Partial<TrailRecord>;
};

test("changes of a stream are recorded by the name or the ARN that they were made with", async () => {
  await kinesis.send(
    new EnableEnhancedMonitoringCommand({ StreamName: "orders", ShardLevelMetrics: ["IncomingBytes"] }),
  );
  expect(latest()).toEqual({
    eventName: "EnableEnhancedMonitoring",
    requestParameters: { streamName: "orders", shardLevelMetrics: ["IncomingBytes"] },
    responseElements: {
      streamName: "orders",
      currentShardLevelMetrics: [],
      desiredShardLevelMetrics: ["IncomingBytes"],
      streamARN: StreamARN,
    },
    resources: byName,
  });
  await kinesis.send(new DisableEnhancedMonitoringCommand({ StreamARN, ShardLevelMetrics: ["ALL"] }));
  expect(latest()).toMatchObject({
    responseElements: { currentShardLevelMetrics: ["IncomingBytes"], desiredShardLevelMetrics: [] },
    resources: byArn,
  });
  await kinesis.send(new UpdateMaxRecordSizeCommand({ StreamARN, MaxRecordSizeInKiB: 2048 }));
  expect(latest()).toEqual({
    eventName: "UpdateMaxRecordSize",
    requestParameters: { streamARN: StreamARN, maxRecordSizeInKiB: 2048 },
    responseElements: null,
    resources: byArn,
  });
  const distribution = { StreamARN, RecordDistributionStrategy: "AUTO" } as const;
  await kinesis.send(new UpdateStreamRecordDistributionStrategyCommand(distribution));
  expect(latest()).toEqual({
    eventName: "UpdateStreamRecordDistributionStrategy",
    requestParameters: { streamARN: StreamARN, recordDistributionStrategy: "AUTO" },
    responseElements: null,
    resources: byArn,
  });
  await kinesis.send(new TagResourceCommand({ ResourceARN: StreamARN, Tags: { Team: "a" } }));
  expect(latest()).toEqual({
    eventName: "TagResource",
    requestParameters: { resourceARN: StreamARN, tags: { Team: "a" } },
    responseElements: null,
    resources: byArn,
  });
  const increase = { StreamName: "orders", RetentionPeriodHours: 12 };
  await kinesis.send(new IncreaseStreamRetentionPeriodCommand(increase)).catch(() => {});
  expect(latest()).toEqual({
    eventName: "IncreaseStreamRetentionPeriod",
    errorCode: "InvalidArgumentException",
    requestParameters: { streamName: "orders", retentionPeriodHours: 12 },
    responseElements: null,
    resources: byName,
  });
  const provisioned = { StreamARN, StreamModeDetails: { StreamMode: "PROVISIONED" } } as const;
  await kinesis.send(new UpdateStreamModeCommand(provisioned));
  expect(latest()).toMatchObject({ requestParameters: { streamModeDetails: { streamMode: "PROVISIONED" } } });
  const scale = { StreamARN, TargetShardCount: 8, ScalingType: "UNIFORM_SCALING" } as const;
  await kinesis.send(new UpdateShardCountCommand(scale));
  expect(latest()).toMatchObject({
    responseElements: { streamName: "orders", currentShardCount: 4, targetShardCount: 8, streamARN: StreamARN },
  });
  await kinesis.send(new UpdateStreamModeCommand({ StreamARN, StreamModeDetails: { StreamMode: "ON_DEMAND" } }));
});

test("calls about the account name no resource", async () => {
  const MinimumThroughputBillingCommitment = { Status: "ENABLED" } as const;
  await kinesis.send(new UpdateAccountSettingsCommand({ MinimumThroughputBillingCommitment }));
  expect(latest()).toMatchObject({
    eventName: "UpdateAccountSettings",
    requestParameters: { minimumThroughputBillingCommitment: { status: "ENABLED" } },
    responseElements: { minimumThroughputBillingCommitment: { startedAt: expect.stringMatching(written) } },
  });
  await kinesis.send(new DescribeAccountSettingsCommand({}));
  expect(latest()).toMatchObject({ requestParameters: null, responseElements: null });
  expect(lab.door.trail.records().at(-1)).not.toHaveProperty("resources");
});

test("the end of a stream, refused and done", async () => {
  await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: "app" }));
  const end = new DeleteStreamCommand({ StreamARN, EnforceConsumerDeletion: true });
  await kinesis.send(new DeleteStreamCommand({ StreamName: "orders" })).catch(() => {});
  expect(latest()).toEqual({
    eventName: "DeleteStream",
    errorCode: "ResourceInUseException",
    requestParameters: { streamName: "orders" },
    responseElements: null,
    resources: byName,
  });
  await kinesis.send(end);
  expect(latest()).toEqual({
    eventName: "DeleteStream",
    requestParameters: { streamARN: StreamARN, enforceConsumerDeletion: true },
    responseElements: null,
    resources: byArn,
  });
});

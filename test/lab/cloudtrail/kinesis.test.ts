import {
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
import type { Clients, ExampleLab } from "../door/example-lab.ts";
import { byArn, latestOf, openStreamLab, StreamARN, written } from "./kinesis-records.ts";

let lab: ExampleLab;
let kinesis: Clients["kinesis"];
const byName = [{ type: "AWS::Kinesis::Stream", ARN: "arn:aws:kinesis:us-east-1:orders:stream/null" }];

beforeAll(async () => {
  lab = await openStreamLab();
  kinesis = lab.as(lab.root).kinesis;
}, 120_000);
afterAll(() => lab.close());

const latest = () => latestOf(lab);

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

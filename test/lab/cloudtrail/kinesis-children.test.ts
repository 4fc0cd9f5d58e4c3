import {
  CreateChannelCommand,
  DeleteChannelCommand,
  DeregisterStreamConsumerCommand,
  DescribeStreamConsumerCommand,
  PutResourcePolicyCommand,
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
} from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { account, type Clients, type ExampleLab, policy } from "../door/example-lab.ts";
import { byArn, latestOf, openStreamLab, StreamARN, written } from "./kinesis-records.ts";

let lab: ExampleLab;
let kinesis: Clients["kinesis"];
const controlHost = `${account}.control-kinesis.us-east-1.amazonaws.com`;

beforeAll(async () => {
  lab = await openStreamLab();
  kinesis = lab.as(lab.root).kinesis;
}, 120_000);
afterAll(() => lab.close());

const latest = () => latestOf(lab);

const register = async (ConsumerName: string): Promise<string> => {
  const { Consumer } = await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName }));
  return Consumer?.ConsumerARN ?? "";
};

test("a consumer's records name the stream at its birth, and itself from then on", async () => {
  const ConsumerARN = await register("app");
  expect(latest()).toEqual({
    eventName: "RegisterStreamConsumer",
    requestParameters: { streamARN: StreamARN, consumerName: "app" },
    responseElements: {
      consumer: {
        consumerName: "app",
        consumerARN: ConsumerARN,
        consumerStatus: "CREATING",
        consumerCreationTimestamp: expect.stringMatching(written),
      },
    },
    resources: byArn,
  });
  const resources = [{ accountId: account, type: "AWS::Kinesis::StreamConsumer", ARN: ConsumerARN }];
  const Principal = { AWS: "210987654321" };
  const Policy = ` ${policy({ Effect: "Allow", Principal, Action: "kinesis:SubscribeToShard", Resource: ConsumerARN })}`;
  await kinesis.send(new PutResourcePolicyCommand({ ResourceARN: ConsumerARN, Policy }));
  expect(latest()).toEqual({
    eventName: "PutResourcePolicy",
    requestParameters: { resourceARN: ConsumerARN, policy: Policy },
    responseElements: null,
    resources,
  });
  const StartingPosition = { Type: "TRIM_HORIZON" } as const;
  const ShardId = "shardId-000000000000";
  await kinesis.send(new SubscribeToShardCommand({ ConsumerARN, ShardId, StartingPosition }));
  expect(latest()).toEqual({
    eventName: "SubscribeToShard",
    requestParameters: { consumerARN: ConsumerARN, shardId: ShardId, startingPosition: { type: "TRIM_HORIZON" } },
    responseElements: null,
    resources,
  });
  expect(lab.door.trail.records().at(-1)).toMatchObject({
    managementEvent: false,
    readOnly: true,
    eventCategory: "Data",
    tlsDetails: { clientProvidedHostHeader: `${account}.data-kinesis.us-east-1.amazonaws.com` },
  });
  await kinesis.send(new DescribeStreamConsumerCommand({ StreamARN, ConsumerName: "app" }));
  expect(latest().resources).toEqual([
    { accountId: account, type: "AWS::Kinesis::StreamConsumer", ARN: `${StreamARN}/consumer/app` },
  ]);
  const nosy = lab.as(await lab.user("nosy")).kinesis;
  await nosy.send(new DeregisterStreamConsumerCommand({ ConsumerARN })).catch(() => {});
  expect(latest()).toEqual({
    eventName: "DeregisterStreamConsumer",
    errorCode: "AccessDenied",
    requestParameters: null,
    responseElements: null,
    resources,
  });
});

test("a channel's birth is recorded with where it leads, its end with its ARN alone", async () => {
  const { ChannelDescription } = await kinesis.send(
    new CreateChannelCommand({
      ChannelName: "out",
      ServiceExecutionRoleARN: `arn:aws:iam::${account}:role/courier`,
      StreamConfigurationList: [{ StreamARN, RecordConfiguration: { RecordFormatType: "BYTE_ARRAY" } }],
      S3DestinationConfiguration: {
        StorageConfiguration: {
          BucketARN: "arn:aws:s3:::loot",
          ExpectedBucketOwner: "210987654321",
          CompressionType: "GZIP",
        },
      },
    }),
  );
  const { ChannelARN = "", ChannelId = "" } = ChannelDescription ?? {};
  const storageConfiguration = {
    bucketARN: "arn:aws:s3:::loot",
    expectedBucketOwner: "210987654321",
    compressionType: "GZIP",
  };
  expect(latest()).toMatchObject({
    eventName: "CreateChannel",
    requestParameters: {
      channelName: "out",
      streamConfigurationList: [{ streamARN: StreamARN, recordConfiguration: { recordFormatType: "BYTE_ARRAY" } }],
      s3DestinationConfiguration: { storageConfiguration },
    },
    responseElements: {
      channelDescription: {
        channelARN: ChannelARN,
        channelId: ChannelId,
        channelStatus: "CREATING",
        channelCreationTimestamp: expect.stringMatching(written),
        s3DestinationConfiguration: { storageConfiguration },
      },
    },
    resources: byArn,
  });
  await kinesis.send(new DeleteChannelCommand({ ChannelARN }));
  expect(latest()).toEqual({
    eventName: "DeleteChannel",
    requestParameters: { channelARN: ChannelARN },
    responseElements: null,
    resources: [{ accountId: account, type: "AWS::Kinesis::Channel", ARN: ChannelARN }],
  });
  expect(lab.door.trail.records().at(-1)?.tlsDetails).toMatchObject({ clientProvidedHostHeader: controlHost });
});

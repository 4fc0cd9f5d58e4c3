import {
  AddTagsToStreamCommand,
  CreateChannelCommand,
  DecreaseStreamRetentionPeriodCommand,
  DeleteChannelCommand,
  DeleteResourcePolicyCommand,
  DeregisterStreamConsumerCommand,
  DisableEnhancedMonitoringCommand,
  EnableEnhancedMonitoringCommand,
  IncreaseStreamRetentionPeriodCommand,
  PutResourcePolicyCommand,
  RegisterStreamConsumerCommand,
  RemoveTagsFromStreamCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateMaxRecordSizeCommand,
  UpdateStreamRecordDistributionStrategyCommand,
} from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { difference, snapshot } from "../../../drill/snapshot.ts";
import { account, type Clients, type ExampleLab, openExampleLab, policy } from "../example-lab.ts";
import { newStream } from "./stream.ts";

type Change = (kinesis: Clients["kinesis"]) => Promise<unknown>;

let lab: ExampleLab;
let kinesis: Clients["kinesis"];
let StreamARN = "";
let ConsumerARN = "";

beforeAll(async () => {
  lab = await openExampleLab({ updatingMs: 0 });
  kinesis = lab.as(lab.root).kinesis;
  StreamARN = await newStream(kinesis, "orders", "ON_DEMAND");
  const { Consumer } = await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: "app" }));
  ConsumerARN = Consumer?.ConsumerARN ?? "";
}, 120_000);
afterAll(() => lab.close());

const take = () =>
  snapshot({
    endpoint: lab.door.endpoint,
    region: "us-east-1",
    account,
    operator: lab.root,
    stream: { name: "orders", arn: StreamARN, keyAlias: "" },
  });

const share = (Resource: string, Action: string) =>
  policy({ Effect: "Allow", Principal: { AWS: "210987654321" }, Action, Resource });

const channel = {
  ChannelName: "out",
  ServiceExecutionRoleARN: `arn:aws:iam::${account}:role/courier`,
  S3DestinationConfiguration: {
    StorageConfiguration: {
      BucketARN: "arn:aws:s3:::loot",
      ExpectedBucketOwner: "210987654321",
      CompressionType: "NONE",
    },
  },
} as const;
let channelArn: string | undefined;

/** A change, and what brings the stream back. */
const changes: Readonly<Record<string, readonly [Change, Change]>> = {
  "the policy of a stream": [
    (client) =>
      client.send(
        new PutResourcePolicyCommand({ ResourceARN: StreamARN, Policy: share(StreamARN, "kinesis:GetRecords") }),
      ),
    (client) => client.send(new DeleteResourcePolicyCommand({ ResourceARN: StreamARN })),
  ],
  "the policy of a consumer": [
    (client) =>
      client.send(
        new PutResourcePolicyCommand({
          ResourceARN: ConsumerARN,
          Policy: share(ConsumerARN, "kinesis:SubscribeToShard"),
        }),
      ),
    (client) => client.send(new DeleteResourcePolicyCommand({ ResourceARN: ConsumerARN })),
  ],
  "a consumer": [
    (client) => client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: "spy" })),
    (client) => client.send(new DeregisterStreamConsumerCommand({ StreamARN, ConsumerName: "spy" })),
  ],
  "a channel": [
    async (client) => {
      const StreamConfigurationList = [{ StreamARN, RecordConfiguration: { RecordFormatType: "JSON" as const } }];
      const made = await client.send(new CreateChannelCommand({ ...channel, StreamConfigurationList }));
      channelArn = made.ChannelDescription?.ChannelARN;
    },
    (client) => client.send(new DeleteChannelCommand({ ChannelARN: channelArn })),
  ],
  "a tag of a stream": [
    (client) => client.send(new AddTagsToStreamCommand({ StreamARN, Tags: { Team: "x" } })),
    (client) => client.send(new RemoveTagsFromStreamCommand({ StreamARN, TagKeys: ["Team"] })),
  ],
  "a tag of a consumer": [
    (client) => client.send(new TagResourceCommand({ ResourceARN: ConsumerARN, Tags: { Team: "x" } })),
    (client) => client.send(new UntagResourceCommand({ ResourceARN: ConsumerARN, TagKeys: ["Team"] })),
  ],
  retention: [
    (client) => client.send(new IncreaseStreamRetentionPeriodCommand({ StreamARN, RetentionPeriodHours: 48 })),
    (client) => client.send(new DecreaseStreamRetentionPeriodCommand({ StreamARN, RetentionPeriodHours: 24 })),
  ],
  monitoring: [
    (client) => client.send(new EnableEnhancedMonitoringCommand({ StreamARN, ShardLevelMetrics: ["IncomingBytes"] })),
    (client) => client.send(new DisableEnhancedMonitoringCommand({ StreamARN, ShardLevelMetrics: ["ALL"] })),
  ],
  distribution: [
    (client) =>
      client.send(new UpdateStreamRecordDistributionStrategyCommand({ StreamARN, RecordDistributionStrategy: "AUTO" })),
    (client) =>
      client.send(
        new UpdateStreamRecordDistributionStrategyCommand({
          StreamARN,
          RecordDistributionStrategy: "USER_PARTITION_KEY",
        }),
      ),
  ],
  "record size": [
    (client) => client.send(new UpdateMaxRecordSizeCommand({ StreamARN, MaxRecordSizeInKiB: 2048 })),
    (client) => client.send(new UpdateMaxRecordSizeCommand({ StreamARN, MaxRecordSizeInKiB: 1024 })),
  ],
};

test.each(Object.entries(changes))(
  "the picture of the account shows %s, and not once it is undone",
  async (_, change) => {
    const [make, undo] = change;
    const before = await take();
    await make(kinesis);
    expect(difference(before, await take())).toHaveLength(1);
    await undo(kinesis);
    expect(difference(before, await take())).toEqual([]);
  },
);

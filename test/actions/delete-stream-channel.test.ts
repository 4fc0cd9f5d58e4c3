import {
  CreateChannelCommand,
  type CreateChannelCommandInput,
  CreateStreamCommand,
  DeleteChannelCommand,
  DeleteStreamCommand,
  ListChannelsCommand,
  UpdateChannelCommand,
} from "@aws-sdk/client-kinesis";
import { deleteStreamChannel } from "../../shared/actions/kinesis/delete-stream-channel.ts";
import { streamId } from "../../shared/resources/kinesis/stream-id.ts";
import { account, type ExampleLab } from "../lab/door/example-lab.ts";
import { obeysTheLaws } from "./laws.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const elsewhere = "210987654321";
const loot = { bucket: "arn:aws:s3:::loot", account: elsewhere };
const bucket = { BucketARN: loot.bucket, ExpectedBucketOwner: elsewhere };
const table = `arn:aws:s3tables:us-east-1:${elsewhere}:bucket/tables`;

type Settings = Omit<CreateChannelCommandInput, "ChannelName" | "ServiceExecutionRoleARN" | "StreamConfigurationList">;

const toBucket: Settings = {
  S3DestinationConfiguration: { StorageConfiguration: { ...bucket, CompressionType: "NONE" } },
};
const toTable: Settings = {
  S3TablesDestinationConfiguration: {
    DataFreshnessInSeconds: 60,
    DeadLetterQueueS3Configuration: { ...bucket, ErrorOutputPrefix: "errors/" },
    S3TablesConfigurationList: [
      { TableBucketARN: table, Namespace: "lake", TableName: "orders", CompressionType: "ZSTD" },
    ],
  },
};

let roles = 0;
const newStream = async (lab: ExampleLab, StreamName: string): Promise<string> => {
  await lab
    .as(lab.root)
    .kinesis.send(new CreateStreamCommand({ StreamName, StreamModeDetails: { StreamMode: "ON_DEMAND" } }));
  return streamId(StreamName, account, "us-east-1");
};
const create = async (lab: ExampleLab, StreamARN: string, ChannelName: string, settings: Settings) => {
  roles += 1;
  const { ChannelDescription: made } = await lab.as(lab.root).kinesis.send(
    new CreateChannelCommand({
      ChannelName,
      ServiceExecutionRoleARN: await lab.role(`courier-${roles}`, { Service: "kinesis.amazonaws.com" }),
      StreamConfigurationList: [{ StreamARN, RecordConfiguration: { RecordFormatType: "JSON" } }],
      ...settings,
    }),
  );
  return made?.ChannelARN ?? "";
};

/** A stream with a channel of its name, which leads where it should not. */
const channelWith =
  (settings: Settings, destinations: readonly { bucket: string; account: string }[], settled = true) =>
  async (lab: ExampleLab, name: string) => {
    const stream = await newStream(lab, name);
    await create(lab, stream, name, settings);
    if (settled) await pause(350);
    return { stream, name, destinations };
  };

const remove = async (lab: ExampleLab, { stream }: { stream: string }) => {
  const { kinesis } = lab.as(lab.root);
  const { ChannelSummaries = [] } = await kinesis.send(
    new ListChannelsCommand({ StreamFilter: [{ StreamARN: stream }] }),
  );
  for (const { ChannelARN } of ChannelSummaries) await kinesis.send(new DeleteChannelCommand({ ChannelARN }));
  await pause(350);
  await kinesis.send(new DeleteStreamCommand({ StreamARN: stream }));
};

obeysTheLaws(
  deleteStreamChannel,
  [
    {
      name: "a channel to a bucket, with tags and a log",
      prepare: channelWith(
        {
          ...toBucket,
          Tags: { team: "data" },
          LoggingConfiguration: { CloudWatchLogs: { Enabled: true, LogGroupName: "deliveries", LogStreamName: "a" } },
        },
        [loot],
      ),
    },
    {
      name: "a channel to a table",
      prepare: channelWith(toTable, [loot, { bucket: table, account: elsewhere }]),
    },
    {
      name: "a channel that was changed since it was made",
      prepare: async (lab: ExampleLab, name: string) => {
        const stream = await newStream(lab, name);
        const ChannelARN = await create(lab, stream, name, toBucket);
        await pause(350);
        const S3DestinationConfiguration = { DataFreshnessInSeconds: 60 };
        await lab.as(lab.root).kinesis.send(new UpdateChannelCommand({ ChannelARN, S3DestinationConfiguration }));
        return { stream, name, destinations: [loot] };
      },
    },
    { name: "a channel that is still CREATING", prepare: channelWith(toBucket, [loot], false) },
    {
      name: "a channel beside another",
      prepare: async (lab: ExampleLab, name: string) => {
        const params = await channelWith(toBucket, [loot])(lab, name);
        await create(lab, params.stream, `${name}-other`, toTable);
        return params;
      },
    },
  ].map((one) => ({ ...one, remove })),
);

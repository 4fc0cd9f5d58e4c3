import {
  CreateChannelCommand,
  type CreateChannelCommandInput,
  DeleteChannelCommand,
  DeleteStreamCommand,
  DescribeChannelCommand,
  ListChannelsCommand,
  ListTagsForResourceCommand,
  StartStreamEncryptionCommand,
  UpdateChannelCommand,
} from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { account, type Clients, type ExampleLab, openExampleLab } from "../example-lab.ts";
import { active, newStream, pause, summaryOf } from "./stream.ts";

const updatingMs = 200;
const role = `arn:aws:iam::${account}:role/courier`;
let lab: ExampleLab;
let kinesis: Clients["kinesis"];

beforeAll(async () => {
  lab = await openExampleLab({ updatingMs });
  kinesis = lab.as(lab.root).kinesis;
  await lab.role("courier", { Service: "kinesis.amazonaws.com" });
}, 120_000);
afterAll(() => lab.close());

const bucket = { BucketARN: "arn:aws:s3:::loot", ExpectedBucketOwner: "210987654321" };

const toBucket = (StreamARN: string, ChannelName: string): CreateChannelCommandInput => ({
  ChannelName,
  ServiceExecutionRoleARN: role,
  StreamConfigurationList: [{ StreamARN, RecordConfiguration: { RecordFormatType: "JSON" } }],
  S3DestinationConfiguration: { StorageConfiguration: { ...bucket, CompressionType: "NONE" } },
});

const create = async (input: CreateChannelCommandInput, client = kinesis) =>
  (await client.send(new CreateChannelCommand(input))).ChannelDescription;
const describe = async (ChannelARN: string) =>
  (await kinesis.send(new DescribeChannelCommand({ ChannelARN }))).ChannelDescription;

test("a channel comes, is described and listed, changes and goes", async () => {
  const StreamARN = await newStream(kinesis, "piped", "ON_DEMAND");
  const made = await create({ ...toBucket(StreamARN, "out"), Tags: { Team: "a" } });
  const ChannelARN = made?.ChannelARN ?? "";
  expect(ChannelARN).toBe(`arn:aws:kinesis:us-east-1:${account}:channel/${made?.ChannelId}`);
  expect(made?.ChannelStatus).toBe("CREATING");
  await pause(updatingMs + 50);
  expect(await describe(ChannelARN)).toEqual({
    ...made,
    ChannelStatus: "ACTIVE",
    ServiceExecutionRoleARN: role,
    StreamConfigurationList: [
      { StreamARN, StreamCreationTimestamp: expect.any(Date), RecordConfiguration: { RecordFormatType: "JSON" } },
    ],
    S3DestinationConfiguration: {
      DataFreshnessInSeconds: 300,
      StorageConfiguration: { ...bucket, CompressionType: "NONE" },
      DeadLetterQueueS3Configuration: bucket,
    },
    LoggingConfiguration: { CloudWatchLogs: { Enabled: false } },
  });
  expect((await kinesis.send(new ListTagsForResourceCommand({ ResourceARN: ChannelARN }))).Tags).toEqual([
    { Key: "Team", Value: "a" },
  ]);
  expect((await summaryOf(kinesis, "piped"))?.ChannelCount).toBe(1);

  const other = await newStream(kinesis, "unpiped", "ON_DEMAND");
  const listed = async (StreamFilter?: { StreamARN: string }[]) =>
    (await kinesis.send(new ListChannelsCommand(StreamFilter ? { StreamFilter } : {}))).ChannelSummaries;
  expect(await listed([{ StreamARN }])).toMatchObject([
    { ChannelName: "out", ChannelDestinationType: "S3", Streams: [{ StreamARN }] },
  ]);
  expect(await listed([{ StreamARN: other }])).toEqual([]);
  expect(await listed()).toHaveLength(1);

  const S3DestinationConfiguration = { DataFreshnessInSeconds: 60 };
  const update = new UpdateChannelCommand({ ChannelARN, S3DestinationConfiguration });
  expect((await kinesis.send(update)).ChannelDescription).toMatchObject({
    ChannelStatus: "UPDATING",
    S3DestinationConfiguration: { DataFreshnessInSeconds: 60, StorageConfiguration: bucket },
  });
  await expect(kinesis.send(update)).rejects.toMatchObject({ name: "ResourceInUseException" });

  await expect(kinesis.send(new DeleteStreamCommand({ StreamARN }))).rejects.toThrow("channels");
  await kinesis.send(new DeleteChannelCommand({ ChannelARN }));
  expect((await describe(ChannelARN))?.ChannelStatus).toBe("DELETING");
  await pause(updatingMs + 50);
  await expect(describe(ChannelARN)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  expect((await summaryOf(kinesis, "piped"))?.ChannelCount).toBe(0);
  await kinesis.send(new DeleteStreamCommand({ StreamARN }));
});

test("only streams on demand have channels, not under the AWS managed key, and one for each kind of destination", async () => {
  await expect(create(toBucket(await newStream(kinesis, "counted"), "a"))).rejects.toMatchObject({
    name: "InvalidArgumentException",
    message: expect.stringContaining("On-Demand"),
  });
  const StreamARN = await newStream(kinesis, "guarded", "ON_DEMAND");
  const managed = { StreamARN, EncryptionType: "KMS", KeyId: "alias/aws/kinesis" } as const;
  await kinesis.send(new StartStreamEncryptionCommand(managed));
  await active(kinesis, "guarded");
  await expect(create(toBucket(StreamARN, "b"))).rejects.toThrow("alias/aws/kinesis");

  const free = await newStream(kinesis, "free", "ON_DEMAND");
  const { S3DestinationConfiguration: _, ...nowhere } = toBucket(free, "c");
  await expect(create(nowhere)).rejects.toMatchObject({ name: "InvalidArgumentException" });
  await create(toBucket(free, "c"));
  await expect(create(toBucket(free, "d"))).rejects.toMatchObject({ name: "LimitExceededException" });
  const toTable = {
    ...nowhere,
    S3TablesDestinationConfiguration: {
      DeadLetterQueueS3Configuration: bucket,
      S3TablesConfigurationList: [
        {
          TableBucketARN: `arn:aws:s3tables:us-east-1:${account}:bucket/tables`,
          Namespace: "lake",
          TableName: "orders",
          CompressionType: "ZSTD" as const,
        },
      ],
    },
  };
  await expect(create(toTable)).rejects.toMatchObject({ name: "ResourceInUseException" });
  await create({ ...toTable, ChannelName: "e" });
  expect((await summaryOf(kinesis, "free"))?.ChannelCount).toBe(2);
  await expect(create({ ...toBucket(free, "no spaces") })).rejects.toMatchObject({ name: "ValidationException" });
});

test("whoever creates a channel may do so with the stream, and pass the role", async () => {
  const StreamARN = await newStream(kinesis, "wanted", "ON_DEMAND");
  const allowed = (Action: string, Resource: string) => ({ Effect: "Allow", Action, Resource });
  const makes = allowed("kinesis:CreateChannel", StreamARN);
  const associates = allowed("kinesis:AssociateStreamsWithChannel", StreamARN);
  const passes = allowed("iam:PassRole", role);
  const as = async (name: string, ...statements: readonly object[]) => lab.as(await lab.user(name, ...statements));
  const input = toBucket(StreamARN, "wanted");
  await expect(create(input, (await as("wim", makes, passes)).kinesis)).rejects.toThrow(
    `kinesis:AssociateStreamsWithChannel on resource: ${StreamARN}`,
  );
  await expect(create(input, (await as("xi", makes, associates)).kinesis)).rejects.toThrow(
    `iam:PassRole on resource: ${role}`,
  );
  expect((await create(input, (await as("yan", makes, associates, passes)).kinesis))?.ChannelName).toBe("wanted");
});

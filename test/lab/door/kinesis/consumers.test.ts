import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeStreamConsumerCommand,
  ListStreamConsumersCommand,
  ListTagsForResourceCommand,
  PutRecordCommand,
  PutResourcePolicyCommand,
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
  TagResourceCommand,
} from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { account, type Clients, type ExampleLab, openExampleLab, policy } from "../example-lab.ts";
import { arnOf, newStream, pause, summaryOf } from "./stream.ts";

const updatingMs = 200;
let lab: ExampleLab;
let kinesis: Clients["kinesis"];

beforeAll(async () => {
  lab = await openExampleLab({ updatingMs });
  kinesis = lab.as(lab.root).kinesis;
}, 120_000);
afterAll(() => lab.close());

const register = async (StreamARN: string, ConsumerName: string, Tags?: Record<string, string>) =>
  (await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName, ...(Tags && { Tags }) }))).Consumer;

/** A consumer that is ACTIVE; its ARN. */
const ready = async (StreamARN: string, name: string): Promise<string> => {
  const consumer = await register(StreamARN, name);
  await pause(updatingMs + 50);
  return consumer?.ConsumerARN ?? "";
};

const missing = { name: "ResourceNotFoundException" };

test("a consumer comes and goes, and its ARN says when it was made", async () => {
  const StreamARN = await newStream(kinesis, "read");
  const consumer = await register(StreamARN, "app");
  expect(consumer?.ConsumerARN).toMatch(/:stream\/read\/consumer\/app:\d{10}$/);
  expect(consumer?.ConsumerStatus).toBe("CREATING");
  await expect(register(StreamARN, "app")).rejects.toMatchObject({ name: "ResourceInUseException" });
  await pause(updatingMs + 50);
  const describe = (input: { ConsumerARN?: string; StreamARN?: string; ConsumerName?: string }) =>
    kinesis.send(new DescribeStreamConsumerCommand(input));
  expect((await describe({ StreamARN, ConsumerName: "app" })).ConsumerDescription).toEqual({
    ...consumer,
    ConsumerStatus: "ACTIVE",
    StreamARN,
  });
  expect((await summaryOf(kinesis, "read"))?.ConsumerCount).toBe(1);
  await ready(StreamARN, "other");

  await kinesis.send(new DeregisterStreamConsumerCommand({ StreamARN, ConsumerName: "app" }));
  const going = await describe({ ConsumerARN: consumer?.ConsumerARN ?? "" });
  expect(going.ConsumerDescription?.ConsumerStatus).toBe("DELETING");
  await pause(updatingMs + 50);
  await expect(describe({ ConsumerARN: consumer?.ConsumerARN ?? "" })).rejects.toMatchObject(missing);
  const { Consumers } = await kinesis.send(new ListStreamConsumersCommand({ StreamARN }));
  expect(Consumers?.map(({ ConsumerName }) => ConsumerName)).toEqual(["other"]);
  await expect(register(arnOf("none"), "app")).rejects.toMatchObject(missing);
  await expect(kinesis.send(new ListStreamConsumersCommand({ StreamARN: arnOf("none") }))).rejects.toMatchObject(
    missing,
  );
});

test("consumers are listed in pages, and only five may be CREATING at a time", async () => {
  const StreamARN = await newStream(kinesis, "popular");
  for (const name of ["a", "b", "c", "d", "e"]) await register(StreamARN, name);
  await expect(register(StreamARN, "f")).rejects.toMatchObject({ name: "LimitExceededException" });
  const { Consumers = [], NextToken } = await kinesis.send(
    new ListStreamConsumersCommand({ StreamARN, MaxResults: 3 }),
  );
  const rest = await kinesis.send(new ListStreamConsumersCommand({ StreamARN, NextToken }));
  expect([...Consumers, ...(rest.Consumers ?? [])].map(({ ConsumerName }) => ConsumerName).join("")).toBe("abcde");
  expect(rest.NextToken).toBeUndefined();
});

test("a stream with consumers is deleted only with EnforceConsumerDeletion", async () => {
  const StreamARN = await newStream(kinesis, "leaving");
  const ConsumerARN = await ready(StreamARN, "app");
  await expect(kinesis.send(new DeleteStreamCommand({ StreamARN }))).rejects.toMatchObject({
    name: "ResourceInUseException",
  });
  await kinesis.send(new DeleteStreamCommand({ StreamARN, EnforceConsumerDeletion: true }));
  await pause(updatingMs + 100);
  await expect(kinesis.send(new DescribeStreamConsumerCommand({ ConsumerARN }))).rejects.toMatchObject(missing);
});

test("consumers have tags of their own, which conditions can ask for", async () => {
  const StreamARN = await newStream(kinesis, "marked");
  const ResourceARN = (await register(StreamARN, "app", { Team: "a" }))?.ConsumerARN ?? "";
  await kinesis.send(new TagResourceCommand({ ResourceARN, Tags: { Stage: "lab" } }));
  const { Tags } = await kinesis.send(new ListTagsForResourceCommand({ ResourceARN }));
  expect(Tags).toEqual([
    { Key: "Stage", Value: "lab" },
    { Key: "Team", Value: "a" },
  ]);
  const Condition = { StringEquals: { "aws:ResourceTag/Team": "b" } };
  const tom = lab.as(
    await lab.user("tom", { Effect: "Allow", Action: "kinesis:DescribeStreamConsumer", Resource: "*", Condition }),
  ).kinesis;
  const describe = new DescribeStreamConsumerCommand({ ConsumerARN: ResourceARN });
  await expect(tom.send(describe)).rejects.toMatchObject({ name: "AccessDeniedException" });
  await kinesis.send(new TagResourceCommand({ ResourceARN, Tags: { Team: "b" } }));
  expect((await tom.send(describe)).ConsumerDescription?.ConsumerName).toBe("app");
});

test("a consumer's own policy lets others subscribe, who get the records that there are", async () => {
  const StreamARN = await newStream(kinesis, "pushed");
  const ConsumerARN = await ready(StreamARN, "app");
  for (const text of ["one", "two"])
    await kinesis.send(new PutRecordCommand({ StreamARN, Data: Buffer.from(text), PartitionKey: "k" }));
  const una = lab.as(await lab.user("una")).kinesis;
  const StartingPosition = { Type: "TRIM_HORIZON" } as const;
  const subscribe = new SubscribeToShardCommand({ ConsumerARN, ShardId: "shardId-000000000000", StartingPosition });
  await expect(una.send(subscribe)).rejects.toMatchObject({ name: "AccessDeniedException" });
  const Policy = policy({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:user/una` },
    Action: "kinesis:SubscribeToShard",
    Resource: ConsumerARN,
  });
  await kinesis.send(new PutResourcePolicyCommand({ ResourceARN: ConsumerARN, Policy }));
  const { EventStream = [] } = await una.send(subscribe);
  const read: string[] = [];
  for await (const { SubscribeToShardEvent: event } of EventStream)
    for (const { Data = [] } of event?.Records ?? []) read.push(Buffer.from(Data).toString());
  expect(read).toEqual(["one", "two"]);
  await kinesis.send(new CreateStreamCommand({ StreamName: "young", ShardCount: 1 }));
  const young = (await register(arnOf("young"), "app"))?.ConsumerARN;
  await expect(
    kinesis.send(new SubscribeToShardCommand({ ...subscribe.input, ConsumerARN: young })),
  ).rejects.toMatchObject({ name: "ResourceInUseException" });
});

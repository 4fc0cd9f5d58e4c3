import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateAccessKeyCommand, CreateUserCommand, ListUsersCommand } from "@aws-sdk/client-iam";
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  PutRecordCommand,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
} from "@aws-sdk/client-kinesis";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, expect, test } from "vitest";
import type { TrailRecord } from "../cloudtrail/types.ts";
import { account, type ExampleLab, openExampleLab } from "./example-lab.ts";
import type { DoorOptions } from "./index.ts";
import { textOf } from "./values.ts";

interface Heard {
  readonly source: string;
  readonly detail: TrailRecord;
}

let lab: ExampleLab;
let queue: string;

afterEach(() => lab.close());

/** A lab whose bus sends everything of CloudTrail's to one queue. */
const open = async (options: Partial<DoorOptions> = {}) => {
  lab = await openExampleLab(options);
  const { sqs, events } = lab.as(lab.root);
  queue = (await sqs.send(new CreateQueueCommand({ QueueName: "heard" }))).QueueUrl ?? "";
  const pattern = JSON.stringify({
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: { eventSource: ["iam.amazonaws.com", "kinesis.amazonaws.com"] },
  });
  await events.send(new PutRuleCommand({ Name: "all", EventPattern: pattern }));
  await events.send(
    new PutTargetsCommand({ Rule: "all", Targets: [{ Id: "1", Arn: `arn:aws:sqs:us-east-1:${account}:heard` }] }),
  );
};

/** What has come into the queue, in the order of its arrival. */
const heard = async (): Promise<Heard[]> => {
  await lab.door.settled();
  const { sqs } = lab.as(lab.root);
  const all: Heard[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return all;
    for (const { Body = "", ReceiptHandle } of Messages) {
      const event: Heard = JSON.parse(Body);
      all.push(event);
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle }));
    }
  }
};

const names = async () => (await heard()).map(({ detail }) => detail.requestParameters?.userName ?? detail.eventName);

test("management writes reach the rules in order, with the request id that the client got; reads do not", async () => {
  await open();
  const { iam } = lab.as(lab.root);
  await iam.send(new CreateUserCommand({ UserName: "anna" }));
  await iam.send(new ListUsersCommand({}));
  const { $metadata } = await iam.send(new CreateAccessKeyCommand({ UserName: "anna" }));
  const [user, key, ...rest] = await heard();
  expect(rest).toEqual([]);
  expect(user?.detail).toMatchObject({ eventName: "CreateUser", requestParameters: { userName: "anna" } });
  expect(key).toMatchObject({
    source: "aws.iam",
    detail: { eventName: "CreateAccessKey", requestID: $metadata.requestId },
  });
  expect(lab.door.trail.records()).toContainEqual(key?.detail);
}, 120_000);

test("data events reach the rules only where they are selected", async () => {
  await open({ dataEvents: [{ eventSource: "kinesis.amazonaws.com", eventNames: ["PutRecord"] }] });
  const { kinesis } = lab.as(lab.root);
  await kinesis.send(new CreateStreamCommand({ StreamName: "orders", ShardCount: 1 }));
  await kinesis.send(
    new PutRecordCommand({ StreamName: "orders", Data: Buffer.from("secret"), PartitionKey: "secret" }),
  );
  const events = await heard();
  expect(events.map(({ detail }) => detail.eventName)).toEqual(["CreateStream", "PutRecord"]);
  expect(JSON.stringify(events[1])).not.toContain("secret");
}, 120_000);

test("all that reads or writes records can be selected", async () => {
  await open({ updatingMs: 0, dataEvents: [{ eventSource: "kinesis.amazonaws.com" }] });
  const { kinesis } = lab.as(lab.root);
  const at = { ShardId: "shardId-000000000000", StreamARN: `arn:aws:kinesis:us-east-1:${account}:stream/orders` };
  await kinesis.send(new CreateStreamCommand({ StreamName: "orders", ShardCount: 1 }));
  const { Consumer } = await kinesis.send(
    new RegisterStreamConsumerCommand({ StreamARN: at.StreamARN, ConsumerName: "app" }),
  );
  await kinesis.send(
    new PutRecordsCommand({ StreamName: "orders", Records: [{ Data: Buffer.from("a"), PartitionKey: "b" }] }),
  );
  const { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({ ...at, ShardIteratorType: "TRIM_HORIZON" }),
  );
  expect((await kinesis.send(new GetRecordsCommand({ ShardIterator }))).Records).toHaveLength(1);
  const StartingPosition = { Type: "LATEST" } as const;
  const { ConsumerARN } = Consumer ?? {};
  await kinesis.send(new SubscribeToShardCommand({ ConsumerARN, ShardId: at.ShardId, StartingPosition }));
  const data = (await heard()).filter(({ detail }) => !detail.managementEvent);
  expect(data.map(({ detail }) => [detail.eventName, detail.readOnly, detail.eventCategory])).toEqual(
    ["PutRecords", "GetShardIterator", "GetRecords", "SubscribeToShard"].map((name) => [name, true, "Data"]),
  );
}, 120_000);

test("events can be late, out of order, twice, and again", async () => {
  const delays: Record<string, number | number[]> = { first: 300, second: [0, 0] };
  await open({
    deliveryDelayMs: ({ requestParameters }) => delays[textOf(requestParameters?.userName) ?? ""] ?? 0,
  });
  const { iam } = lab.as(lab.root);
  await iam.send(new CreateUserCommand({ UserName: "first" }));
  await iam.send(new CreateUserCommand({ UserName: "second" }));
  expect(await names()).toEqual(["second", "second", "first"]);
  const record = await lab.door.trail.waitFor(({ eventName }) => eventName === "CreateUser");
  await lab.door.redeliver(record.eventID);
  expect(await names()).toEqual(["first"]);
  await expect(lab.door.redeliver("nothing")).rejects.toThrow("no record has the eventID nothing");
}, 120_000);

test("nobody can put events in AWS's name on the bus", async () => {
  await open();
  const { events } = lab.as(lab.root);
  const entry = {
    DetailType: "AWS API Call via CloudTrail",
    Detail: JSON.stringify({ eventSource: "iam.amazonaws.com" }),
  };
  const answer = await events.send(
    new PutEventsCommand({
      Entries: [
        { ...entry, Source: "aws.iam" },
        { ...entry, Source: "mine" },
      ],
    }),
  );
  expect(answer.FailedEntryCount).toBe(1);
  expect(answer.Entries?.[0]?.ErrorCode).toBe("NotAuthorizedForSourceException");
  expect((await heard()).map(({ source }) => source)).toEqual(["mine"]);
}, 120_000);

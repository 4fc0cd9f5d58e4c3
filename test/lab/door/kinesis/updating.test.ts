import {
  AddTagsToStreamCommand,
  DeleteStreamCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  EnableEnhancedMonitoringCommand,
  IncreaseStreamRetentionPeriodCommand,
  RegisterStreamConsumerCommand,
  TagResourceCommand,
  UpdateMaxRecordSizeCommand,
} from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Clients, type ExampleLab, openExampleLab } from "../example-lab.ts";
import { active, newStream, pause, summaryOf } from "./stream.ts";

let lab: ExampleLab;
let kinesis: Clients["kinesis"];

beforeAll(async () => {
  lab = await openExampleLab({ updatingMs: 300 });
  kinesis = lab.as(lab.root).kinesis;
}, 120_000);
afterAll(() => lab.close());

const writes: Readonly<Record<string, (StreamARN: string) => Promise<unknown>>> = {
  AddTagsToStream: (StreamARN) => kinesis.send(new AddTagsToStreamCommand({ StreamARN, Tags: { a: "1" } })),
  TagResource: (ResourceARN) => kinesis.send(new TagResourceCommand({ ResourceARN, Tags: { a: "1" } })),
  IncreaseStreamRetentionPeriod: (StreamARN) =>
    kinesis.send(new IncreaseStreamRetentionPeriodCommand({ StreamARN, RetentionPeriodHours: 48 })),
  RegisterStreamConsumer: (StreamARN) =>
    kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: "c" })),
  UpdateMaxRecordSize: (StreamARN) =>
    kinesis.send(new UpdateMaxRecordSizeCommand({ StreamARN, MaxRecordSizeInKiB: 2048 })),
  DeleteStream: (StreamARN) => kinesis.send(new DeleteStreamCommand({ StreamARN })),
};

test.each(Object.entries(writes))("while a stream is UPDATING, %s is refused", async (name, write) => {
  const StreamARN = await newStream(kinesis, `busy-${name}`);
  await kinesis.send(new EnableEnhancedMonitoringCommand({ StreamARN, ShardLevelMetrics: ["ALL"] }));
  expect((await summaryOf(kinesis, `busy-${name}`))?.StreamStatus).toBe("UPDATING");
  await expect(write(StreamARN)).rejects.toMatchObject({
    name: "ResourceInUseException",
    message: expect.stringContaining("instead in state UPDATING"),
  });
  await active(kinesis, `busy-${name}`);
  await write(StreamARN);
});

test("a deleted stream is DELETING for a while, and then all that hung on it is gone", async () => {
  const StreamARN = await newStream(kinesis, "going");
  const change = { StreamARN, MaxRecordSizeInKiB: 2048 };
  await kinesis.send(new UpdateMaxRecordSizeCommand(change));
  await active(kinesis, "going");
  await kinesis.send(new DeleteStreamCommand({ StreamARN }));
  const description = await kinesis.send(new DescribeStreamCommand({ StreamARN }));
  expect(description.StreamDescription?.StreamStatus).toBe("DELETING");
  await expect(kinesis.send(new DeleteStreamCommand({ StreamARN }))).rejects.toThrow("DELETING");
  await expect(newStream(kinesis, "going")).rejects.toMatchObject({ name: "ResourceInUseException" });
  await pause(400);
  await expect(kinesis.send(new DescribeStreamSummaryCommand({ StreamARN }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
  await newStream(kinesis, "going");
  expect((await summaryOf(kinesis, "going"))?.MaxRecordSizeInKiB).toBe(1024);
});

import {
  ListShardsCommand,
  MergeShardsCommand,
  PutRecordCommand,
  SplitShardCommand,
  UpdateShardCountCommand,
  UpdateStreamModeCommand,
} from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Clients, type ExampleLab, openExampleLab } from "../example-lab.ts";
import { arnOf, newStream, summaryOf } from "./stream.ts";

/** Every change is over at once. */
let lab: ExampleLab;
let kinesis: Clients["kinesis"];

beforeAll(async () => {
  lab = await openExampleLab({ updatingMs: 0 });
  kinesis = lab.as(lab.root).kinesis;
}, 120_000);
afterAll(() => lab.close());

test("shards are counted, split and merged in provisioned mode", async () => {
  const StreamARN = await newStream(kinesis, "cut");
  const scale = (TargetShardCount: number) =>
    kinesis.send(new UpdateShardCountCommand({ StreamARN, TargetShardCount, ScalingType: "UNIFORM_SCALING" }));
  const open = async () =>
    ((await kinesis.send(new ListShardsCommand({ StreamARN }))).Shards ?? []).filter(
      ({ SequenceNumberRange }) => SequenceNumberRange?.EndingSequenceNumber === undefined,
    );
  const answer = await scale(2);
  expect(answer).toMatchObject({ StreamName: "cut", CurrentShardCount: 1, TargetShardCount: 2, StreamARN });
  await expect(scale(5)).rejects.toMatchObject({ name: "LimitExceededException" });
  await scale(4);
  await expect(scale(1)).rejects.toMatchObject({ name: "LimitExceededException" });

  const [first, second, third] = await open();
  const merge = (ShardToMerge?: string, AdjacentShardToMerge?: string) =>
    kinesis.send(new MergeShardsCommand({ StreamARN, ShardToMerge, AdjacentShardToMerge }));
  await expect(merge(first?.ShardId, third?.ShardId)).rejects.toMatchObject({ name: "InvalidArgumentException" });
  await merge(second?.ShardId, first?.ShardId);
  expect((await summaryOf(kinesis, "cut"))?.OpenShardCount).toBe(3);
  const merged = (await open()).find(({ ParentShardId }) => ParentShardId === second?.ShardId);
  expect(merged).toMatchObject({
    AdjacentParentShardId: first?.ShardId,
    HashKeyRange: {
      StartingHashKey: first?.HashKeyRange?.StartingHashKey,
      EndingHashKey: second?.HashKeyRange?.EndingHashKey,
    },
  });
  const NewStartingHashKey = "1000";
  await kinesis.send(new SplitShardCommand({ StreamARN, ShardToSplit: merged?.ShardId, NewStartingHashKey }));
  expect((await summaryOf(kinesis, "cut"))?.OpenShardCount).toBe(4);
  const put = new PutRecordCommand({ StreamARN, Data: Buffer.from("x"), PartitionKey: "k", ExplicitHashKey: "5" });
  const { ShardId } = await kinesis.send(put);
  expect((await open()).map((shard) => shard.ShardId)).toContain(ShardId);

  for (let i = 0; i < 8; i++) await scale(4);
  await expect(scale(4)).rejects.toThrow("10 times");
});

test("streams on demand have no shards to count, and may change their mode twice a day", async () => {
  const StreamARN = await newStream(kinesis, "demanded");
  const to = (StreamMode: "ON_DEMAND" | "PROVISIONED") =>
    kinesis.send(new UpdateStreamModeCommand({ StreamARN, StreamModeDetails: { StreamMode } }));
  await to("ON_DEMAND");
  const scale = { StreamARN, TargetShardCount: 2, ScalingType: "UNIFORM_SCALING" } as const;
  await expect(kinesis.send(new UpdateShardCountCommand(scale))).rejects.toMatchObject({ name: "ValidationException" });
  const split = { StreamARN, ShardToSplit: "shardId-000000000000", NewStartingHashKey: "1000" };
  await expect(kinesis.send(new SplitShardCommand(split))).rejects.toThrow("On-Demand");
  await to("PROVISIONED");
  await expect(to("ON_DEMAND")).rejects.toMatchObject({ name: "LimitExceededException" });
  await expect(
    kinesis.send(
      new UpdateStreamModeCommand({ StreamARN: arnOf("none"), StreamModeDetails: { StreamMode: "ON_DEMAND" } }),
    ),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

import {
  DescribeStreamCommand,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import type { Bell } from "./bell.ts";
import { matches } from "./pattern.ts";
import { type Poller, type PollerOptions, pause, repeat } from "./poller.ts";
import { handleBatch } from "./stream-batch.ts";
import { recordOf, type StreamRecord } from "./stream-record.ts";

/** Lambda asks four times a second. The lab is told of each record, and asks as seldom as this while there is none. */
const pollEveryMs = 2000;
const lookForShardsEveryMs = 30_000;
const answersWithinMs = 2000;

export interface StreamPollerOptions extends PollerOptions {
  /** Rings when the stream has a new record. */
  readonly bell: Bell;
  readonly queueUrlOf: (queueArn: string) => Promise<string>;
}

/** Reads the shards of a table's stream in their order, one batch at a time in each, as Lambda does. */
export const startStreamPoller = (options: StreamPollerOptions): Poller => {
  const { source, clients, signal, bell } = options;
  const shards = new Map<string, Promise<void>>();
  const emptyReads = new Map<string, number>();

  const round = async (): Promise<void> => {
    const { StreamDescription } = await clients.streams.send(
      new DescribeStreamCommand({ StreamArn: source.sourceArn }),
    );
    for (const { ShardId = "" } of StreamDescription?.Shards ?? []) {
      if (shards.has(ShardId)) continue;
      emptyReads.set(ShardId, 0);
      shards.set(
        ShardId,
        readShard(options, ShardId, (began) => emptyReads.set(ShardId, began)),
      );
    }
    await pause(lookForShardsEveryMs, signal);
  };
  const isDone = async (): Promise<boolean> => {
    const asked = performance.now();
    bell.ring();
    while (!signal.aborted && performance.now() < asked + answersWithinMs) {
      if (shards.size > 0 && [...emptyReads.values()].every((began) => began > asked)) return true;
      await pause(5, signal);
    }
    return false;
  };
  return { isDone, ended: repeat(options, round).then(async () => void (await Promise.allSettled(shards.values()))) };
};

const readShard = async (
  options: StreamPollerOptions,
  shardId: string,
  onEmpty: (began: number) => void,
): Promise<void> => {
  const { source, clients, signal, region, bell } = options;
  let last: string | undefined;
  let iterator: string | undefined;
  const round = async (): Promise<void> => {
    iterator ??= await iteratorAfter(options, shardId, last);
    const rings = bell.rings();
    const began = performance.now();
    const command = new GetRecordsCommand({ ShardIterator: iterator, Limit: Math.min(1000, source.batchSize) });
    const { Records = [], NextShardIterator } = await clients.streams
      .send(command, { abortSignal: signal })
      .catch((error: Error) => {
        if (error instanceof ExpiredIteratorException) iterator = undefined;
        throw error;
      });
    const records: readonly StreamRecord[] = Records.map((record) => recordOf(record, source.sourceArn, region));
    const passing = records.filter(
      (record) => source.filters.length === 0 || source.filters.some((filter) => matches(filter, record)),
    );
    if (passing.length > 0) await handleBatch(options, shardId, passing);
    last = records.at(-1)?.dynamodb.SequenceNumber ?? last;
    iterator = NextShardIterator;
    if (records.length > 0) return;
    onEmpty(began);
    await bell.wait(rings, pollEveryMs, signal);
  };
  await repeat(options, round);
};

const iteratorAfter = async (
  { source, clients }: StreamPollerOptions,
  ShardId: string,
  last: string | undefined,
): Promise<string | undefined> => {
  const position =
    last === undefined
      ? ({ ShardIteratorType: source.startingPosition } as const)
      : ({ ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: last } as const);
  const { ShardIterator } = await clients.streams.send(
    new GetShardIteratorCommand({ StreamArn: source.sourceArn, ShardId, ...position }),
  );
  return ShardIterator;
};

import { step } from "../../actions/action.ts";
import { restoreStreamCapacity } from "../../actions/kinesis/restore-stream-capacity.ts";
import type { StreamBaseline, StreamState } from "../../resources/kinesis/state.ts";
import { kinesisStream } from "../../resources/kinesis-stream.ts";
import { drift } from "../detection.ts";

type Aspect = "mode" | "shards" | "warm throughput" | "record size";

const spoken: Readonly<Record<Aspect, string>> = {
  mode: "mode is",
  shards: "number of open shards is",
  "warm throughput": "warm throughput is",
  "record size": "largest record is",
};

/** What of a stream's capacity is not as it should be: how it is, and how it should be. */
const offIn = ({ capacity: is }: StreamState, { capacity: wanted = {} }: StreamBaseline) => {
  const off: (readonly [Aspect, string, string])[] = [];
  const { mode, shards, warmThroughputMiBps: warm, maxRecordSizeInKiB: size } = wanted;
  if (mode && is.mode !== mode) off.push(["mode", is.mode, mode]);
  // On demand, Kinesis itself decides how many shards there are.
  if (shards && is.mode === "PROVISIONED" && (is.shards < shards.min || is.shards > shards.max))
    off.push(["shards", `${is.shards}`, `${shards.min} to ${shards.max}`]);
  if (warm !== undefined && (is.warmThroughputMiBps ?? 0) !== warm)
    off.push(["warm throughput", `${is.warmThroughputMiBps ?? 0} MiB/s`, `${warm} MiB/s`]);
  if (size !== undefined && is.maxRecordSizeInKiB !== undefined && is.maxRecordSizeInKiB !== size)
    off.push(["record size", `${is.maxRecordSizeInKiB} KiB`, `${size} KiB`]);
  return off;
};

const foundAs = (aspect: Aspect, is: unknown): string => `${aspect} ${String(is)}`;

/** Splitting and merging change the number by one, whatever it is then. */
const byOne = (_: unknown, __: unknown, found: string): boolean => found.startsWith("shards ");

const modeIn = (details: unknown): unknown =>
  typeof details === "object" && details !== null
    ? (details as { readonly streamMode?: unknown }).streamMode
    : undefined;

export const streamCapacityChanged = drift({
  id: "stream-capacity-changed",
  title: "The stream's capacity was changed",
  why: "Too few shards starve producers and consumers, too many cost money; and Kinesis lets a stream be resharded ten times and its mode be switched twice a day, so that whoever uses these up keeps everybody else from it.",
  severity: "Low",
  attack: ["T1499", "T1496"],
  controls: [],
  blindSpots:
    "Scaling between the declared numbers of shards is silent, whoever does it. That a stream on demand grows by itself is not seen.",
  of: kinesisStream,
  evicts: false,
  several: true,
  causes: {
    MergeShards: byOne,
    SplitShard: byOne,
    UpdateShardCount: ({ targetShardCount }, _, found) => found === foundAs("shards", targetShardCount),
    UpdateStreamMode: ({ streamModeDetails }, _, found) => found === foundAs("mode", modeIn(streamModeDetails)),
    UpdateStreamWarmThroughput: ({ warmThroughputMiBps }, _, found) =>
      found === foundAs("warm throughput", `${String(warmThroughputMiBps)} MiB/s`),
    UpdateMaxRecordSize: ({ maxRecordSizeInKiB }, _, found) =>
      found === foundAs("record size", `${String(maxRecordSizeInKiB)} KiB`),
  },
  judge: (state, baseline) =>
    offIn(state, baseline).map(([aspect, is, wanted]) => ({
      evidence: `The stream's ${spoken[aspect]} ${is}; it should be ${wanted}.`,
      found: foundAs(aspect, is),
    })),
  playbook: (state, { capacity = {} }, found) => {
    const isOff = (aspect: Aspect) => found.some((one) => one.startsWith(`${aspect} `));
    const { mode, shards, warmThroughputMiBps, maxRecordSizeInKiB } = capacity;
    const nearest = shards && Math.min(Math.max(state.capacity.shards, shards.min), shards.max);
    const wanted = {
      ...(isOff("mode") && mode ? { mode } : {}),
      ...(isOff("shards") && nearest ? { shards: nearest } : {}),
      ...(isOff("warm throughput") && warmThroughputMiBps !== undefined ? { warmThroughputMiBps } : {}),
      ...(isOff("record size") && maxRecordSizeInKiB ? { maxRecordSizeInKiB } : {}),
    };
    return [step(restoreStreamCapacity, { stream: state.arn, capacity: wanted })];
  },
});

import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import type { Capacity } from "../../resources/kinesis/summary.ts";
import { action } from "../action.ts";
import { streamSettled, unlessGone, whenStreamAllows } from "./stream-settled.ts";

const whole = v.pipe(v.number(), v.integer());
/** Only what is to be changed. */
const capacity = v.strictObject({
  mode: v.exactOptional(v.picklist(["PROVISIONED", "ON_DEMAND"])),
  shards: v.exactOptional(whole),
  warmThroughputMiBps: v.exactOptional(whole),
  maxRecordSizeInKiB: v.exactOptional(whole),
});
const change = v.strictObject({ resource: v.string(), before: capacity, after: capacity });
type CapacityChange = v.InferOutput<typeof change>;
type Wanted = CapacityChange["before"];
type Aspect = keyof Wanted;
type Write = Call<
  | "kinesis:DescribeStreamSummary"
  | "kinesis:UpdateStreamMode"
  | "kinesis:UpdateShardCount"
  | "kinesis:UpdateStreamWarmThroughput"
  | "kinesis:UpdateMaxRecordSize"
>;

/** The mode comes first: the others depend on it. */
const aspects: readonly Aspect[] = ["mode", "shards", "warmThroughputMiBps", "maxRecordSizeInKiB"];

const partOf = (live: Capacity, like: Wanted): Wanted =>
  Object.fromEntries(aspects.filter((aspect) => aspect in like).map((aspect) => [aspect, live[aspect] ?? 0]));

const setOne = async (stream: string, aspect: Aspect, wanted: Wanted, call: Write): Promise<void> => {
  const { capacity: live } = await streamSettled(stream, call);
  const value = wanted[aspect];
  if (value === undefined || (live[aspect] ?? 0) === value) return;
  const StreamARN = stream;
  await whenStreamAllows(stream, call, async () => {
    if (aspect === "mode" && wanted.mode)
      await call("kinesis:UpdateStreamMode", { StreamARN, StreamModeDetails: { StreamMode: wanted.mode } });
    if (aspect === "shards")
      await call("kinesis:UpdateShardCount", {
        StreamARN,
        TargetShardCount: withinOneStep(live.shards, Number(value)),
        ScalingType: "UNIFORM_SCALING",
      });
    if (aspect === "warmThroughputMiBps")
      await call("kinesis:UpdateStreamWarmThroughput", { StreamARN, WarmThroughputMiBps: Number(value) });
    if (aspect === "maxRecordSizeInKiB")
      await call("kinesis:UpdateMaxRecordSize", { StreamARN, MaxRecordSizeInKiB: Number(value) });
  });
  await streamSettled(stream, call);
  // A large difference takes several steps.
  if (aspect === "shards") await setOne(stream, aspect, wanted, call);
};

/** Source: Kinesis API Reference, UpdateShardCount: not below half of the open shards, nor above twice as many. */
const withinOneStep = (open: number, wanted: number): number =>
  Math.max(Math.ceil(open / 2), Math.min(open * 2, wanted));

const bring = async (stream: string, wanted: Wanted, call: Write): Promise<void> => {
  for (const aspect of aspects) await setOne(stream, aspect, wanted, call);
};

/**
 * Gives a stream its mode, number of shards, warm throughput and record size again. Kinesis allows ten reshardings and two switches
 * of the mode in a day for each stream (API Reference, UpdateShardCount and UpdateStreamMode).
 */
export const restoreStreamCapacity = action({
  id: "restore-stream-capacity",
  title: "Give the stream its capacity again",
  countermeasure: "Restore",
  asks: "Kinesis lets a stream be resharded ten times and its mode be switched twice a day: a person has to say that it is worth one of them",
  limits:
    "The number of shards comes back, not the shards themselves: records stay in those that they were written to.",
  reads: ["kinesis:DescribeStreamSummary"],
  writes: [
    "kinesis:UpdateStreamMode",
    "kinesis:UpdateShardCount",
    "kinesis:UpdateStreamWarmThroughput",
    "kinesis:UpdateMaxRecordSize",
  ],
  params: v.strictObject({ stream: v.string(), capacity }),
  change,
  plan: async ({ stream, capacity: after }, call): Promise<CapacityChange | undefined> => {
    const before = partOf((await streamSettled(stream, call)).capacity, after);
    const isSo = aspects.every((aspect) => before[aspect] === after[aspect]);
    return isSo ? undefined : { resource: stream, before, after };
  },
  apply: ({ resource, after }, call) => bring(resource, after, call),
  live: async ({ resource, after }, call) => {
    const found = await streamSettled(resource, call).catch(unlessGone);
    return found && partOf(found.capacity, after);
  },
  undo: ({ resource, before }, call) => bring(resource, before, call),
});

import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { action } from "../action.ts";
import { streamSettled, unlessGone, whenStreamAllows } from "./stream-settled.ts";

const strategy = v.picklist(["USER_PARTITION_KEY", "AUTO"]);
const change = v.strictObject({ resource: v.string(), before: strategy, after: strategy });
type DistributionChange = v.InferOutput<typeof change>;
type Strategy = DistributionChange["before"];
type Write = Call<"kinesis:DescribeStreamSummary" | "kinesis:UpdateStreamRecordDistributionStrategy">;

const set = async (StreamARN: string, RecordDistributionStrategy: Strategy, call: Write): Promise<void> => {
  const { recordDistribution } = await streamSettled(StreamARN, call);
  if (recordDistribution === RecordDistributionStrategy) return;
  await whenStreamAllows(StreamARN, call, async () => {
    await call("kinesis:UpdateStreamRecordDistributionStrategy", { StreamARN, RecordDistributionStrategy });
  });
  await streamSettled(StreamARN, call);
};

/** Has the records of one key go to one shard again, in order. Source: Kinesis API Reference, UpdateStreamRecordDistributionStrategy: streams on demand only. */
export const restoreRecordDistribution = action({
  id: "restore-record-distribution",
  title: "Have the stream distribute its records as before",
  countermeasure: "Restore",
  limits: "Records written in between are not put in order.",
  reads: ["kinesis:DescribeStreamSummary"],
  writes: ["kinesis:UpdateStreamRecordDistributionStrategy"],
  params: v.strictObject({ stream: v.string(), strategy }),
  change,
  plan: async ({ stream, strategy: after }, call): Promise<DistributionChange | undefined> => {
    const { recordDistribution: before } = await streamSettled(stream, call);
    return before === undefined || before === after ? undefined : { resource: stream, before, after };
  },
  apply: ({ resource, after }, call) => set(resource, after, call),
  live: async ({ resource }, call) => (await streamSettled(resource, call).catch(unlessGone))?.recordDistribution,
  undo: ({ resource, before }, call) => set(resource, before, call),
});

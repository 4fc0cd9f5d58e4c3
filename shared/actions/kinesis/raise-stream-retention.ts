import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { action } from "../action.ts";
import { streamSettled, unlessGone, whenStreamAllows } from "./stream-settled.ts";

const hours = v.pipe(v.number(), v.integer());
const change = v.strictObject({ resource: v.string(), before: hours, after: hours });
type RetentionChange = v.InferOutput<typeof change>;
type Write = Call<
  "kinesis:DescribeStreamSummary" | "kinesis:IncreaseStreamRetentionPeriod" | "kinesis:DecreaseStreamRetentionPeriod"
>;

const set = async (stream: string, RetentionPeriodHours: number, call: Write): Promise<void> => {
  const { retentionHours } = await streamSettled(stream, call);
  if (retentionHours === RetentionPeriodHours) return;
  await whenStreamAllows(stream, call, async () => {
    const input = { StreamARN: stream, RetentionPeriodHours };
    if (RetentionPeriodHours > retentionHours) await call("kinesis:IncreaseStreamRetentionPeriod", input);
    else await call("kinesis:DecreaseStreamRetentionPeriod", input);
  });
  await streamSettled(stream, call);
};

/** Has the stream keep its records as long as its baseline says; it never lowers it but to undo itself. */
export const raiseStreamRetention = action({
  id: "raise-stream-retention",
  title: "Have the stream keep its records as long as before",
  countermeasure: "Restore",
  limits:
    "Records that expired in between are lost. Undoing it destroys those that are older than the shorter retention.",
  reads: ["kinesis:DescribeStreamSummary"],
  writes: ["kinesis:IncreaseStreamRetentionPeriod", "kinesis:DecreaseStreamRetentionPeriod"],
  params: v.strictObject({ stream: v.string(), hours }),
  change,
  plan: async ({ stream, hours: after }, call): Promise<RetentionChange | undefined> => {
    const { retentionHours: before } = await streamSettled(stream, call);
    return before >= after ? undefined : { resource: stream, before, after };
  },
  apply: ({ resource, after }, call) => set(resource, after, call),
  live: async ({ resource }, call) => (await streamSettled(resource, call).catch(unlessGone))?.retentionHours,
  undo: ({ resource, before }, call) => set(resource, before, call),
});

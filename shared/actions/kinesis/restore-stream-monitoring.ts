import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { shardMetrics } from "../../baseline/stream-settings.ts";
import { action } from "../action.ts";
import { streamSettled, unlessGone, whenStreamAllows } from "./stream-settled.ts";

const metrics = v.array(v.picklist(shardMetrics));
const change = v.strictObject({ resource: v.string(), before: metrics, after: metrics });
type MonitoringChange = v.InferOutput<typeof change>;
type Metrics = MonitoringChange["before"];
type Write = Call<
  "kinesis:DescribeStreamSummary" | "kinesis:EnableEnhancedMonitoring" | "kinesis:DisableEnhancedMonitoring"
>;

/** The metrics of the first that are not among the second. */
const without = (some: readonly Metrics[number][], others: readonly Metrics[number][]): Metrics =>
  some.filter((metric) => !others.includes(metric));

const bring = async (stream: string, wanted: Metrics, call: Write): Promise<void> => {
  const { shardMetrics: live } = await streamSettled(stream, call);
  const on = without(wanted, live);
  const off = without(live, wanted);
  if (on.length > 0)
    await whenStreamAllows(stream, call, async () => {
      await call("kinesis:EnableEnhancedMonitoring", { StreamARN: stream, ShardLevelMetrics: on });
    });
  if (off.length > 0)
    await whenStreamAllows(stream, call, async () => {
      await call("kinesis:DisableEnhancedMonitoring", { StreamARN: stream, ShardLevelMetrics: off });
    });
  await streamSettled(stream, call);
};

/** Switches the metrics of single shards on again. Others that are on stay on. */
export const restoreStreamMonitoring = action({
  id: "restore-stream-monitoring",
  title: "Switch the metrics of the stream's shards on again",
  countermeasure: "Restore",
  limits: "What happened while they were off was not measured.",
  reads: ["kinesis:DescribeStreamSummary"],
  writes: ["kinesis:EnableEnhancedMonitoring", "kinesis:DisableEnhancedMonitoring"],
  params: v.strictObject({ stream: v.string(), metrics }),
  change,
  plan: async ({ stream, metrics: wanted }, call): Promise<MonitoringChange | undefined> => {
    const { shardMetrics: live } = await streamSettled(stream, call);
    if (without(wanted, live).length === 0) return undefined;
    const after = shardMetrics.filter((metric) => live.includes(metric) || wanted.includes(metric));
    return { resource: stream, before: [...live], after };
  },
  apply: ({ resource, after }, call) => bring(resource, after, call),
  live: async ({ resource }, call) => {
    const found = await streamSettled(resource, call).catch(unlessGone);
    return found && [...found.shardMetrics];
  },
  undo: ({ resource, before }, call) => bring(resource, before, call),
});

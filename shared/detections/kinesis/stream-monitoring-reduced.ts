import { step } from "../../actions/action.ts";
import { restoreStreamMonitoring } from "../../actions/kinesis/restore-stream-monitoring.ts";
import type { StreamBaseline, StreamState } from "../../resources/kinesis/state.ts";
import { kinesisStream } from "../../resources/kinesis-stream.ts";
import { drift } from "../detection.ts";

const missingFrom = (state: StreamState, { shardMetrics = [] }: StreamBaseline) =>
  shardMetrics.filter((metric) => !state.shardMetrics.includes(metric));

export const streamMonitoringReduced = drift({
  id: "stream-monitoring-reduced",
  title: "Metrics of the stream's shards were switched off",
  why: "They show a shard that is read dry or flooded; without them, alarms on single shards have nothing to ring for.",
  severity: "Low",
  attack: ["T1562"],
  controls: [],
  blindSpots: "Alarms and dashboards that rest on these metrics are not looked at.",
  of: kinesisStream,
  evicts: false,
  causes: {
    DisableEnhancedMonitoring: ({ shardLevelMetrics: named }, _, found) =>
      Array.isArray(named) && (named.includes("ALL") || found.split(", ").some((metric) => named.includes(metric))),
  },
  judge: (state, baseline) => {
    const missing = missingFrom(state, baseline);
    if (missing.length === 0) return [];
    const names = missing.join(", ");
    return [{ evidence: `Metrics of single shards are off that should be on: ${names}.`, found: names }];
  },
  playbook: (state, baseline) => [
    step(restoreStreamMonitoring, { stream: state.arn, metrics: [...missingFrom(state, baseline)] }),
  ],
});

import { EnableEnhancedMonitoringCommand, type MetricsName } from "@aws-sdk/client-kinesis";
import { restoreStreamMonitoring } from "../../shared/actions/kinesis/restore-stream-monitoring.ts";
import { type ShardMetric, shardMetrics } from "../../shared/baseline/stream-settings.ts";
import type { ExampleLab } from "../lab/door/example-lab.ts";
import { createStream, removeStream } from "./kinesis-stream.ts";
import { obeysTheLaws } from "./laws.ts";

/** A stream of which only these metrics are on, and those that should be. */
const measured =
  (on: readonly MetricsName[], metrics: readonly ShardMetric[]) => async (lab: ExampleLab, name: string) => {
    const { arn, kinesis, settled } = await createStream(lab, name);
    if (on.length > 0)
      await kinesis.send(new EnableEnhancedMonitoringCommand({ StreamName: name, ShardLevelMetrics: [...on] }));
    await settled();
    return { stream: arn, metrics: [...metrics] };
  };

obeysTheLaws(
  restoreStreamMonitoring,
  [
    { name: "a stream with none of its metrics", prepare: measured([], ["IncomingBytes", "OutgoingBytes"]) },
    {
      name: "a stream with another metric, which stays on",
      prepare: measured(["IteratorAgeMilliseconds"], ["IncomingBytes"]),
    },
    { name: "a stream of which all should be on", prepare: measured(["IncomingBytes"], shardMetrics) },
  ].map((one) => ({ ...one, remove: removeStream })),
);

import { DisableEnhancedMonitoringCommand } from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { keyActive } from "./checks.ts";
import { kinesisOf, type LeakedKey, leakKeyOf, removeUser } from "./scene.ts";
import { measure, metricsOf } from "./scene-streams.ts";

const wanted = ["IncomingBytes", "OutgoingBytes"] as const;

export const blindMonitoring = attack<LeakedKey>({
  id: "blind-monitoring",
  title: "The metrics of the stream's shards are switched off",
  story:
    "Nobody sees a shard being read dry that is not measured. The attacker switches all metrics of single shards off, first one by name, then all.",
  attack: ["T1562"],
  prepare: (scene) => leakKeyOf(scene, "deploy-metrics"),
  strike: async (scene, { credentials }) => {
    const kinesis = kinesisOf(scene, credentials);
    const { name, arn } = scene.stream;
    await kinesis.send(
      new DisableEnhancedMonitoringCommand({ StreamName: name, ShardLevelMetrics: ["OutgoingBytes"] }),
    );
    await metricsOf(scene);
    await kinesis.send(new DisableEnhancedMonitoringCommand({ StreamARN: arn, ShardLevelMetrics: ["ALL"] }));
  },
  expected: {
    detections: ["stream-monitoring-reduced"],
    outcomes: [{ action: "restore-stream-monitoring", type: "verified" }],
    messages: "several",
  },
  restored: async (scene) => (await metricsOf(scene)).join() === wanted.join(),
  checks: [keyActive],
  mend: (scene) => measure(scene, wanted),
  cleanUp: removeUser,
});

import { describe, expect, test } from "vitest";
import { streamMonitoringReduced } from "../../../../shared/detections/kinesis/stream-monitoring-reduced.ts";
import { orders } from "../../records.ts";
import { baselineWith, streamAs } from "./streams.ts";

const { causes, evicts, judge, playbook } = streamMonitoringReduced;
const both = baselineWith({ shardMetrics: ["IncomingBytes", "OutgoingBytes"] });

test("fires when a metric is off that should be on, and names those", () => {
  expect(judge(streamAs({ shardMetrics: ["IncomingBytes"] }), both)).toStrictEqual([
    { evidence: "Metrics of single shards are off that should be on: OutgoingBytes.", found: "OutgoingBytes" },
  ]);
  expect(judge(streamAs(), both)[0]?.found).toBe("IncomingBytes, OutgoingBytes");
});

describe("stays silent", () => {
  test.each([
    ["they are on", streamAs({ shardMetrics: ["IncomingBytes", "OutgoingBytes"] }), both],
    ["more are on", streamAs({ shardMetrics: ["IncomingBytes", "OutgoingBytes", "IncomingRecords"] }), both],
    ["none was declared", streamAs(), baselineWith()],
  ])("when %s", (_, state, baseline) => {
    expect(judge(state, baseline)).toStrictEqual([]);
  });
});

test("the answer switches on just those that are missing", () => {
  expect(playbook(streamAs({ shardMetrics: ["IncomingBytes"] }), both, ["OutgoingBytes"])).toStrictEqual([
    { action: "restore-stream-monitoring", params: { stream: orders, metrics: ["OutgoingBytes"] } },
  ]);
});

test("names whoever switched one of them off, and takes nothing from them", () => {
  const disabled = causes["DisableEnhancedMonitoring"];
  for (const shardLevelMetrics of [["ALL"], ["OutgoingBytes"], ["IncomingRecords", "OutgoingBytes"]])
    expect(disabled?.({ shardLevelMetrics }, streamAs(), "IncomingBytes, OutgoingBytes")).toBe(true);
  for (const shardLevelMetrics of [["IncomingRecords"], [], "ALL", undefined])
    expect(disabled?.({ shardLevelMetrics }, streamAs(), "OutgoingBytes")).toBe(false);
  expect(evicts).toBe(false);
});

import { describe, expect, test } from "vitest";
import { streamCapacityChanged } from "../../../../shared/detections/kinesis/stream-capacity-changed.ts";
import type { Capacity } from "../../../../shared/resources/kinesis/summary.ts";
import { orders } from "../../records.ts";
import { baselineWith, streamAs } from "./streams.ts";

const { causes, evicts, judge, playbook } = streamCapacityChanged;
const declared = baselineWith({
  capacity: { mode: "PROVISIONED", shards: { min: 2, max: 4 }, warmThroughputMiBps: 0, maxRecordSizeInKiB: 1024 },
});
const streamOf = (changes: Partial<Capacity>) =>
  streamAs({ capacity: { mode: "PROVISIONED", shards: 2, maxRecordSizeInKiB: 1024, ...changes } });
const found = (changes: Partial<Capacity>) => judge(streamOf(changes), declared).map((verdict) => verdict.found);

describe("fires", () => {
  test("for each thing that is off, and says how it should be", () => {
    expect(judge(streamOf({ shards: 40, maxRecordSizeInKiB: 10_240 }), declared)).toStrictEqual([
      { evidence: "The stream's number of open shards is 40; it should be 2 to 4.", found: "shards 40" },
      { evidence: "The stream's largest record is 10240 KiB; it should be 1024 KiB.", found: "record size 10240 KiB" },
    ]);
    expect(found({ shards: 1 })).toStrictEqual(["shards 1"]);
    expect(found({ warmThroughputMiBps: 500 })).toStrictEqual(["warm throughput 500 MiB/s"]);
  });

  test("for the other mode, in which the number of shards is Kinesis' own affair", () => {
    expect(found({ mode: "ON_DEMAND", shards: 40 })).toStrictEqual(["mode ON_DEMAND"]);
  });
});

describe("stays silent", () => {
  test("while scaling, by whomever, stays between the declared numbers", () => {
    for (const shards of [2, 3, 4]) expect(found({ shards })).toStrictEqual([]);
  });

  test("where nothing was declared, or the stream does not say", () => {
    expect(judge(streamOf({ shards: 400, mode: "ON_DEMAND" }), baselineWith())).toStrictEqual([]);
    expect(judge(streamAs({ capacity: { mode: "PROVISIONED", shards: 2 } }), declared)).toStrictEqual([]);
  });
});

test("the answer brings back what was found and not accepted: the nearest number of shards that is allowed", () => {
  const off = streamOf({ shards: 40, maxRecordSizeInKiB: 10_240 });
  expect(playbook(off, declared, ["shards 40"])).toStrictEqual([
    { action: "restore-stream-capacity", params: { stream: orders, capacity: { shards: 4 } } },
  ]);
  expect(playbook(streamOf({ shards: 1 }), declared, ["shards 1"])).toMatchObject([
    { params: { capacity: { shards: 2 } } },
  ]);
  expect(playbook(off, declared, ["record size 10240 KiB"])).toMatchObject([
    { params: { capacity: { maxRecordSizeInKiB: 1024 } } },
  ]);
});

describe("names whoever changed just that, and takes nothing from them", () => {
  test.each([
    ["UpdateShardCount", { targetShardCount: 40 }, "shards 40"],
    ["SplitShard", {}, "shards 40"],
    ["MergeShards", {}, "shards 40"],
    ["UpdateStreamMode", { streamModeDetails: { streamMode: "ON_DEMAND" } }, "mode ON_DEMAND"],
    ["UpdateStreamWarmThroughput", { warmThroughputMiBps: 500 }, "warm throughput 500 MiB/s"],
    ["UpdateMaxRecordSize", { maxRecordSizeInKiB: 10_240 }, "record size 10240 KiB"],
  ])("%s %j: %s", (name, request, what) => {
    expect(causes[name]?.(request, streamAs(), what)).toBe(true);
    expect(causes[name]?.(request, streamAs(), "something else")).toBe(false);
    expect(evicts).toBe(false);
  });

  test("and not whoever brings it back", () => {
    expect(causes["UpdateShardCount"]?.({ targetShardCount: 4 }, streamAs(), "shards 40")).toBe(false);
    expect(causes["UpdateStreamMode"]?.({ streamModeDetails: null }, streamAs(), "mode ON_DEMAND")).toBe(false);
  });
});

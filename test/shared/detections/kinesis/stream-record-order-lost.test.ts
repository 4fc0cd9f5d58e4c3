import { describe, expect, test } from "vitest";
import { streamRecordOrderLost } from "../../../../shared/detections/kinesis/stream-record-order-lost.ts";
import { orders } from "../../records.ts";
import { baselineWith, streamAs } from "./streams.ts";

const { causes, judge, playbook } = streamRecordOrderLost;
const byKey = baselineWith({ recordDistribution: "USER_PARTITION_KEY" });
const auto = streamAs({ recordDistribution: "AUTO" });

test("fires when partition keys are not heeded any more", () => {
  expect(judge(auto, byKey)).toStrictEqual([
    { evidence: "The stream distributes its records by AUTO; it should by USER_PARTITION_KEY.", found: "AUTO" },
  ]);
});

describe("stays silent", () => {
  test.each([
    ["they are", streamAs({ recordDistribution: "USER_PARTITION_KEY" }), byKey],
    ["the stream is not on demand, and has no such strategy", streamAs(), byKey],
    ["AUTO was declared", auto, baselineWith({ recordDistribution: "AUTO" })],
    ["nothing was declared", auto, baselineWith()],
  ])("when %s", (_, state, baseline) => {
    expect(judge(state, baseline)).toStrictEqual([]);
  });
});

test("the answer is the declared strategy", () => {
  expect(playbook(auto, byKey, ["AUTO"])).toStrictEqual([
    { action: "restore-record-distribution", params: { stream: orders, strategy: "USER_PARTITION_KEY" } },
  ]);
});

test("blames whoever asked for the strategy that the stream now has", () => {
  const updated = causes["UpdateStreamRecordDistributionStrategy"];
  expect(updated?.({ recordDistributionStrategy: "AUTO" }, auto, "AUTO")).toBe(true);
  for (const recordDistributionStrategy of ["USER_PARTITION_KEY", "auto", undefined])
    expect(updated?.({ recordDistributionStrategy }, auto, "AUTO")).toBe(false);
});

import { describe, expect, test } from "vitest";
import { streamRetentionExtended } from "../../../../shared/detections/kinesis/stream-retention-extended.ts";
import { streamRetentionReduced } from "../../../../shared/detections/kinesis/stream-retention-reduced.ts";
import { orders } from "../../records.ts";
import { baselineWith, streamAs } from "./streams.ts";

const { causes, judge, playbook } = streamRetentionReduced;
const week = baselineWith({ retentionHours: 168 });

test("fires when records are kept for less long than they should be, and says for how long", () => {
  expect(judge(streamAs({ retentionHours: 24 }), week)).toStrictEqual([
    { evidence: "The stream keeps records for 24 hours; it should for 168.", found: "24 hours" },
  ]);
});

describe("stays silent", () => {
  test.each([
    ["they are kept just as long", 168, week],
    ["they are kept longer, which is another detection's matter", 169, week],
    ["nothing was declared", 24, baselineWith()],
  ])("when %s", (_, retentionHours, baseline) => {
    expect(judge(streamAs({ retentionHours }), baseline)).toStrictEqual([]);
  });
});

test("a retention is right, too short or too long, and exactly one of the two drifts tells", () => {
  for (const hours of [24, 167, 168, 169, 8760]) {
    const state = streamAs({ retentionHours: hours });
    const told = [...judge(state, week), ...streamRetentionExtended.judge(state, week)];
    expect(told).toHaveLength(hours === 168 ? 0 : 1);
  }
});

test("the answer raises it to what was declared", () => {
  const steps = playbook(streamAs({ retentionHours: 24 }), week, ["24 hours"]);
  expect(steps).toStrictEqual([{ action: "raise-stream-retention", params: { stream: orders, hours: 168 } }]);
});

test("blames whoever set the retention that the stream now has, and nobody who set another", () => {
  expect(Object.keys(causes)).toStrictEqual(["DecreaseStreamRetentionPeriod"]);
  const now = streamAs({ retentionHours: 24 });
  const decreased = causes["DecreaseStreamRetentionPeriod"];
  expect(decreased?.({ streamName: "orders", retentionPeriodHours: 24 }, now, "24 hours")).toBe(true);
  for (const retentionPeriodHours of [48, "24", null, undefined])
    expect(decreased?.({ retentionPeriodHours }, now, "24 hours")).toBe(false);
});

import { describe, expect, test } from "vitest";
import { streamRetentionExtended } from "../../../../shared/detections/kinesis/stream-retention-extended.ts";
import { baselineWith, streamAs } from "./streams.ts";

const { causes, evicts, judge, playbook } = streamRetentionExtended;
const week = baselineWith({ retentionHours: 168 });

test("fires when records are kept for longer than they should be", () => {
  expect(judge(streamAs({ retentionHours: 8760 }), week)).toStrictEqual([
    { evidence: "The stream keeps records for 8760 hours; it should for 168.", found: "8760 hours" },
  ]);
});

describe("stays silent", () => {
  test.each([
    ["they are kept just as long", 168, week],
    ["they are kept for less long, which is another detection's matter", 24, week],
    ["nothing was declared", 8760, baselineWith()],
  ])("when %s", (_, retentionHours, baseline) => {
    expect(judge(streamAs({ retentionHours }), baseline)).toStrictEqual([]);
  });
});

test("nothing is taken back, since that would destroy records, and nothing from whoever did it", () => {
  expect(playbook(streamAs({ retentionHours: 8760 }), week, ["8760 hours"])).toStrictEqual([]);
  expect(evicts).toBe(false);
});

test("names whoever set the retention that the stream now has", () => {
  const increased = causes["IncreaseStreamRetentionPeriod"];
  const now = streamAs({ retentionHours: 8760 });
  expect(increased?.({ retentionPeriodHours: 8760 }, now, "8760 hours")).toBe(true);
  expect(increased?.({ retentionPeriodHours: 200 }, now, "8760 hours")).toBe(false);
});

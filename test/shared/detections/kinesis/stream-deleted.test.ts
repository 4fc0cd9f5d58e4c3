import { describe, expect, test } from "vitest";
import { streamDeleted } from "../../../../shared/detections/kinesis/stream-deleted.ts";
import { callOf, orders } from "../../records.ts";
import { baselineWith, keys, streamAs, streamWith } from "./streams.ts";

const { absent, causes, judge, playbook } = streamDeleted;
const baseline = baselineWith();
const deleted = callOf({ eventName: "DeleteStream", requestParameters: { streamARN: orders } });
const evidenceOf = (last: Parameters<NonNullable<typeof absent>>[1]) => absent?.(baseline, last, deleted)?.evidence;

const named = (name: string) => ({ name, arn: `${orders}/consumer/${name}:1790000000` });

describe("fires when the stream is gone", () => {
  test("and says how it was when nothing was wrong with it", () => {
    const last = streamAs({ key: keys.own, retentionHours: 48, consumers: [named("analytics")] });
    expect(absent?.(baseline, last, undefined)).toStrictEqual({
      evidence:
        "There is no such stream any more. When nothing was wrong with it, it had 1 shard, kept its records for 48 hours, was encrypted with alias/orders, had the consumers analytics.",
      found: "DELETED",
      advice: expect.stringContaining("Make the stream anew"),
    });
  });

  test.each([
    ["on demand", { capacity: { mode: "ON_DEMAND" as const, shards: 4 } }, "it was on demand, "],
    ["of several shards", { capacity: { mode: "PROVISIONED" as const, shards: 4 } }, "it had 4 shards, "],
    ["not encrypted", {}, "was not encrypted, "],
    ["without consumers", {}, "had no consumers."],
    ["with many consumers", { consumers: ["a", "b", "c", "d", "e"].map(named) }, "had the consumers a, b, c, 2 more."],
    [
      "with channels",
      { channels: [{ name: "lake", arn: "arn:aws:kinesis:us-east-1:123456789012:channel/lake", destinations: [] }] },
      "had no consumers, the channels lake.",
    ],
  ])("that was %s", (_, changes, said) => {
    expect(evidenceOf(streamAs(changes))).toContain(said);
  });

  test("and says what of it could not be read", () => {
    const why = { denied: true, error: "AccessDeniedException" };
    expect(evidenceOf(streamAs({ unread: { key: why, consumers: why } }))).toMatch(
      /was encrypted with a key that could not be read, had consumers that could not be read\.$/,
    );
  });

  test("though it was never seen with nothing wrong, when it was deleted by this very call", () => {
    expect(absent?.(baseline, undefined, deleted)).toMatchObject({
      evidence: expect.stringContaining("How it was is not known"),
      found: "DELETED",
    });
    expect(absent?.(baseline, undefined, deleted)).not.toHaveProperty("severity");
  });

  test.each([
    ["nobody's call", undefined],
    ["another call", callOf({ eventName: "AddTagsToStream" })],
    [
      "a deletion whose parameters CloudTrail left out",
      callOf({ eventName: "DeleteStream", requestParameters: { omitted: true } }),
    ],
    [
      "a deletion that names a stream in a form that nobody knows",
      callOf({ eventName: "DeleteStream", requestParameters: { streamId: "0123" } }),
    ],
  ])("as Medium where there never was one, as far as is known, and %s led to the look", (_, by) => {
    expect(absent?.(baseline, undefined, by)).toMatchObject({ found: "NEVER SEEN", severity: "Medium" });
  });
});

describe("stays silent", () => {
  test("when a stream was made, and is gone again or not to be seen yet", () => {
    expect(absent?.(baseline, undefined, callOf({ eventName: "CreateStream" }))).toBeUndefined();
  });

  test("while there is a stream, whatever it is like", () => {
    for (const state of [streamWith(), streamWith(keys.foreign), streamWith(keys.own, "CREATING")])
      expect(judge(state, baseline)).toStrictEqual([]);
  });
});

test("a stream that was made and was right before counts as gone, whatever call led to the look", () => {
  for (const by of [undefined, deleted, callOf({ eventName: "CreateStream" })])
    expect(absent?.(baseline, streamWith(keys.own), by)?.found).toBe("DELETED");
});

test("blames a deletion, in whichever form, and no other call", () => {
  expect(Object.keys(causes)).toStrictEqual(["DeleteStream"]);
  for (const request of [{ streamName: "orders" }, { streamARN: orders, enforceConsumerDeletion: true }])
    expect(causes["DeleteStream"]?.(request, streamWith(), "DELETED")).toBe(true);
  for (const request of [{}, { streamId: "0123" }, { streamName: null, streamARN: ["orders"] }])
    expect(causes["DeleteStream"]?.(request, streamWith(), "DELETED")).toBe(false);
});

test("there is no action that brings it back", () => {
  expect(playbook(streamWith(), baseline, [])).toStrictEqual([]);
});

import { describe, expect, test } from "vitest";
import type { ApiCall } from "../../../shared/cloudtrail/api-call.ts";
import { drifts } from "../../../shared/detections/index.ts";
import { openJudge } from "../../../shared/replay/judge.ts";
import { openWindows } from "../../../shared/replay/windows.ts";
import { callOf, identities, orders, settingsOf } from "../records.ts";

const key = "arn:aws:kms:us-east-1:123456789012:key/own";
const settings = settingsOf({ streams: [{ name: "orders", encryption: { key } }] });
const open = () => openJudge({ settings, drifts, activities: [] });

let events = 0;
const at = (eventTime: string, changes: Readonly<Record<string, unknown>> = {}): ApiCall => {
  events += 1;
  return callOf({ eventID: `event-${events}`, eventTime, ...changes });
};
const start = { eventName: "StartStreamEncryption", requestParameters: { streamName: "orders", keyId: key } };

describe("drifts over a modelled stream", () => {
  test("are found as they would have been, with the steps that would have been taken", async () => {
    const { judge } = open();
    const { findings, unjudged } = await judge(at("2026-09-19T11:31:50Z"));
    expect(unjudged).toStrictEqual([]);
    expect(findings).toMatchObject([
      {
        detection: "stream-encryption-stopped",
        severity: "High",
        eventName: "StopStreamEncryption",
        resource: orders,
        actor: identities.user.arn,
        time: "2026-09-19T11:31:50Z",
        steps: [{ action: "deactivate-access-key" }, { action: "restore-stream-encryption" }],
      },
    ]);
  });

  test("are told once while they last, and anew once they were put right in between", async () => {
    const { judge } = open();
    const found = [];
    for (const call of [
      at("2026-09-19T11:00:00Z"),
      at("2026-09-19T11:01:00Z", { eventName: "AddTagsToStream", requestParameters: { streamName: "orders" } }),
      at("2026-09-19T11:02:00Z", start),
      at("2026-09-19T11:03:00Z"),
    ])
      found.push((await judge(call)).findings.length);
    expect(found).toStrictEqual([1, 0, 0, 1]);
  });

  test("are none where a call failed, only reads, handles records, or names a stream that is not protected", async () => {
    const { judge } = open();
    for (const changes of [
      { errorCode: "AccessDenied" },
      { readOnly: true },
      { eventCategory: "Data", managementEvent: false },
      { requestParameters: { streamName: "clicks" }, resources: [] },
    ])
      expect(await judge(at("2026-09-19T11:00:00Z", changes))).toStrictEqual({ findings: [], unjudged: [] });
  });

  test("of the same stream in another Region are its own", async () => {
    const { judge } = open();
    const elsewhere = { awsRegion: "eu-west-1", requestParameters: { streamName: "orders" }, resources: [] };
    expect((await judge(at("2026-09-19T11:00:00Z", elsewhere))).findings).toMatchObject([
      { region: "eu-west-1", resource: "arn:aws:kinesis:eu-west-1:123456789012:stream/orders" },
    ]);
    expect((await judge(at("2026-09-19T11:01:00Z"))).findings).toHaveLength(1);
  });
});

describe("what cannot be judged is said", () => {
  test("a key by its ARN, where an alias was declared", async () => {
    const byAlias = settingsOf({ streams: [{ name: "orders", encryption: { key: "alias/orders" } }] });
    const { judge } = openJudge({ settings: byAlias, drifts, activities: [] });
    const { findings, unjudged } = await judge(at("2026-09-19T11:00:00Z", start));
    expect(findings).toStrictEqual([]);
    expect(unjudged).toMatchObject([{ resource: orders, reason: "key: AliasNotFollowed" }]);
  });

  test("a call whose parameters CloudTrail left out", async () => {
    const omitted = { requestParameters: { omitted: true, originalSize: 1, reason: "requestParameters too large" } };
    const { unjudged } = await open().judge(at("2026-09-19T11:00:00Z", omitted));
    expect(unjudged).toMatchObject([{ resource: "any", reason: "its parameters were left out as too large" }]);
  });
});

describe("windows go by the times of the events", () => {
  const { distinct, first } = openWindows();
  const time = (seconds: number) => 1_790_000_000_000 + seconds * 1000;

  test("as those of the ledger do", () => {
    const count = (thing: string, seconds: number) => distinct("w", thing, 600, time(seconds));
    expect([count("a", 410), count("a", 420), count("b", 900), count("c", 1_010), count("c", 1_610)]).toStrictEqual([
      1, 1, 2, 3, 1,
    ]);
  });

  test("records a little out of order are counted where they belong", () => {
    expect(distinct("late", "a", 600, time(1_010))).toBe(1);
    expect(distinct("late", "b", 600, time(900))).toBe(1);
    expect(distinct("late", "c", 600, time(1_020))).toBe(3);
  });

  test("what is first is so once in a stretch", () => {
    expect([410, 500, 1_010].map((seconds) => first("x", 600, time(seconds)))).toStrictEqual([true, false, true]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Change } from "../../shared/actions/action.ts";
import { beginStep } from "../../shared/ledger/begin-step.ts";
import { fileSighting, readFiled } from "../../shared/ledger/found.ts";
import { markTold, noteDecision, readIncident } from "../../shared/ledger/incident.ts";
import { isOwnCall, noteOwnCall } from "../../shared/ledger/own-call.ts";
import { endStep, endUnbegun, takeOverStep } from "../../shared/ledger/step.ts";
import { noteUndo } from "../../shared/ledger/step-afterwards.ts";
import { noteUnreadable } from "../../shared/ledger/unreadable.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
let ledger: Stage["ledger"];
beforeAll(async () => {
  stage = await openStage();
  ({ ledger } = stage);
});
afterAll(() => stage?.close());

const nothingFound = { findings: [], steps: [], advice: [] };
const resource = { type: "AWS::Kinesis::Stream", id: "arn:aws:kinesis:us-east-1:123456789012:stream/orders" };
const answers = { detection: "stream-encryption-stopped", resource, source: "event-1" };
const about = { action: "restore-stream-encryption", answers };
const change: Change = { resource: resource.id, before: { key: null }, after: { key: "alias/orders" } };
const verified = { type: "verified" } as const;
const day = 86_400;

let made = 0;
const fresh = () => ({ incident: `incident-${++made}`, step: "restore-1" });

describe("an incident", () => {
  const file = (id: string, advice: string) =>
    fileSighting(ledger, { source: id, found: { ...nothingFound, advice: [advice] } }, id);

  test("is written down once for each source; what was found first stands", async () => {
    expect(await file("twice", "first")).toMatchObject({ incident: "twice", fresh: true });
    expect(await file("twice", "second")).toMatchObject({ fresh: false, found: { advice: ["first"] } });
    expect((await readIncident(ledger, "twice"))?.advice).toEqual(["first"]);
    const [row] = await stage.rows("incident#twice");
    expect(Number(row?.["expires"]) - Date.now() / 1000).toBeCloseTo(400 * day, -2);
  });

  test("gives back what was found for a source, and nothing where nothing was", async () => {
    expect(await readFiled(ledger, "found")).toBeUndefined();
    await file("found", "as it was found");
    const found = { ...nothingFound, advice: ["as it was found"] };
    expect(await readFiled(ledger, "found")).toEqual({ incident: "found", found, fresh: false });
  });

  test("that nobody opened is not there, whatever else stands in its partition", async () => {
    expect(await readIncident(ledger, "never")).toBeUndefined();
    await beginStep(ledger, { incident: "orphan", step: "s" }, { ...about, change, lease: 1 });
    expect(await readIncident(ledger, "orphan")).toBeUndefined();
  });

  test("larger than one page of DynamoDB's is read whole, its steps in the order of their ids", async () => {
    await file("large", "x".repeat(300_000));
    const ids = ["a", "b", "c", "d", "e", "f"];
    for (const step of ids.toReversed())
      await beginStep(
        ledger,
        { incident: "large", step },
        { ...about, lease: 1, change: { ...change, before: step.repeat(300_000) } },
      );
    const large = await readIncident(ledger, "large");
    if (large === undefined) throw new Error("it is not there");
    await markTold(ledger, large, "digest");
    // One page holds 1 MB: a single answer of DynamoDB's lacks what the ledger finds.
    expect((await stage.rows("incident#large")).length).toBeLessThan(ids.length + 2);
    const incident = await readIncident(ledger, "large");
    expect([...(incident?.records.keys() ?? [])]).toEqual(ids);
    expect(ids.map((id) => incident?.records.get(id)?.change?.before)).toEqual(ids.map((id) => id.repeat(300_000)));
    expect(incident?.told).toBeDefined();
  });

  test("is noted as told, each time with what was said and how often that makes", async () => {
    await file("told", "x");
    const told = async (digest: string) => {
      const before = await readIncident(ledger, "told");
      if (before === undefined) throw new Error("it is not there");
      await markTold(ledger, before, digest);
      return (await readIncident(ledger, "told"))?.told;
    };
    expect((await readIncident(ledger, "told"))?.told).toBeUndefined();
    expect(await told("early")).toEqual({ at: expect.stringMatching(/^20.*Z$/) as string, digest: "early", count: 1 });
    expect(await told("whole")).toMatchObject({ digest: "whole", count: 2 });
    expect((await stage.rows("incident#told")).map(({ sk }) => String(sk).split("#")[0])).toEqual(["found", "told"]);
  });

  test("keeps what was decided about it, in the order of time, each decision once", async () => {
    await file("decided", "x");
    const approved = { kind: "approved", by: "arn:a", at: "2026-09-19T12:00:00.000Z", step: "s" } as const;
    const closed = { kind: "closed", by: "lockkeeper", at: "2026-09-19T13:00:00.000Z" } as const;
    for (const decision of [closed, approved]) expect(await noteDecision(ledger, "decided", decision)).toBe(true);
    expect(await noteDecision(ledger, "decided", { ...approved, by: "arn:b" })).toBe(false);
    expect(await noteDecision(ledger, "decided", { ...approved, step: "t" })).toBe(true);
    const { decisions } = (await readIncident(ledger, "decided")) ?? {};
    expect(decisions).toEqual([approved, { ...approved, step: "t" }, closed]);
  });
});

describe("a step", () => {
  test("is begun by one only; what that one is about to do stands", async () => {
    const key = fresh();
    expect(await stage.stepOf(key)).toBeUndefined();
    expect(await beginStep(ledger, key, { ...about, change, lease: 1_000 })).toBe("begun");
    const first = await stage.stepOf(key);
    expect(first).toEqual({
      id: key.step,
      ...about,
      change,
      lease: 1_000,
      looks: 0,
      begunAt: expect.any(String) as string,
    });
    const other = { ...change, before: "something else" };
    expect(await beginStep(ledger, key, { ...about, change: other, lease: 2_000 })).toBe("taken");
    expect(await stage.stepOf(key)).toEqual(first);
  });

  test("is taken over by whoever has seen its lease, once", async () => {
    const key = fresh();
    await beginStep(ledger, key, { ...about, change, lease: 1_000 });
    expect(await takeOverStep(ledger, key, 999, 2_000)).toBe(false);
    expect((await stage.stepOf(key))?.lease).toBe(1_000);
    expect(await takeOverStep(ledger, key, 1_000, 2_000)).toBe(true);
    expect(await takeOverStep(ledger, key, 1_000, 3_000)).toBe(false);
    expect(await stage.stepOf(key)).toMatchObject({ lease: 2_000, change });
  });

  test("that nobody began cannot be taken over", async () => {
    const key = fresh();
    expect(await takeOverStep(ledger, key, 0, 1_000)).toBe(false);
    expect(await stage.stepOf(key)).toBeUndefined();
  });

  test("is taken over by one of five who try at once", async () => {
    const key = fresh();
    await beginStep(ledger, key, { ...about, change, lease: 1 });
    const tries = await Promise.all([2, 3, 4, 5, 6].map((lease) => takeOverStep(ledger, key, 1, lease)));
    expect(tries.filter(Boolean)).toHaveLength(1);
    expect((await stage.stepOf(key))?.lease).toBe(2 + tries.indexOf(true));
  });

  test("that has ended is not taken over any more", async () => {
    const key = fresh();
    await beginStep(ledger, key, { ...about, change, lease: 1 });
    await endStep(ledger, key, { outcome: verified });
    expect(await takeOverStep(ledger, key, 1, 2)).toBe(false);
    expect(await stage.stepOf(key)).toMatchObject({ lease: 1, outcome: verified });
  });

  test("ends once: the first ending stands, and so does the time of its beginning", async () => {
    const key = fresh();
    await beginStep(ledger, key, { ...about, change, lease: 1 });
    const begunAt = (await stage.stepOf(key))?.begunAt;
    expect(await endStep(ledger, key, { outcome: verified })).toBe(true);
    const ended = await stage.stepOf(key);
    expect(ended).toMatchObject({ begunAt, outcome: verified, change, ...about });
    expect(await endStep(ledger, key, { outcome: { type: "failed", error: "Error: late" } })).toBe(false);
    expect(await stage.stepOf(key)).toEqual(ended);
  });

  test("with nothing to do ends without having begun", async () => {
    const key = fresh();
    expect(await endUnbegun(ledger, key, { ...about, outcome: { type: "compliant" } })).toBe(true);
    const ended = await stage.stepOf(key);
    expect(ended).toMatchObject({ ...about, outcome: { type: "compliant" }, lease: 0 });
    expect(ended?.begunAt).toBe(ended?.endedAt);
    expect(ended).not.toHaveProperty("change");
    expect(await beginStep(ledger, key, { ...about, change, lease: 1 })).toBe("taken");
  });

  test("is noted as undone after it has ended, not before", async () => {
    const key = fresh();
    expect(await noteUndo(ledger, key, verified)).toBe(false);
    expect(await stage.stepOf(key)).toBeUndefined();
    await beginStep(ledger, key, { ...about, change, lease: 1 });
    expect(await noteUndo(ledger, key, verified)).toBe(false);
    expect(await stage.stepOf(key)).not.toHaveProperty("undo");
    await endStep(ledger, key, { outcome: verified });
    expect(await noteUndo(ledger, key, verified)).toBe(true);
    expect(await stage.stepOf(key)).toMatchObject({ undo: verified, outcome: verified, change });
  });

  test("keeps any JSON exactly as it was", async () => {
    const key = fresh();
    const odd = { ...change, before: { "": [null, "\u0000\ud83d\ude00\u2028", 1e300, -0.5, { __proto__x: [] }] } };
    await beginStep(ledger, key, { ...about, change: odd, lease: 1 });
    expect((await stage.stepOf(key))?.change).toEqual(odd);
  });
});

test("a call of ours is known by its request id and by no other", async () => {
  const permission = "kinesis:StartStreamEncryption";
  expect(await isOwnCall(ledger, "request-1")).toBe(false);
  expect(await noteOwnCall(ledger, "request-1", { permission, ...fresh() })).toBe(true);
  expect(await isOwnCall(ledger, "request-1")).toBe(true);
  expect(await isOwnCall(ledger, "request-10")).toBe(false);
  expect(await isOwnCall(ledger, "call")).toBe(false);
  const [row] = await stage.rows("call#request-1");
  // Longer than the queues keep a message, 14 days.
  expect(Number(row?.["expires"]) - Date.now() / 1000).toBeGreaterThan(14 * day);
});

test("a message that could not be read is on record once", async () => {
  const said = { problem: "not JSON", queue: "events" };
  expect(await noteUnreadable(ledger, { messageId: "m", ...said })).toBe(true);
  expect(await noteUnreadable(ledger, { messageId: "m", problem: "other", queue: "other" })).toBe(false);
  expect(await stage.rows("unreadable#m")).toEqual([expect.objectContaining(said)]);
});

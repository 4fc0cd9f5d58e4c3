import { describe, expect, test } from "vitest";
import type { Outcome } from "../../../shared/incident/outcome.ts";
import { awaiting, by, contain, deskWith, found, incident, key, now, recordOf, restore } from "./desk.ts";

/** Orders about a step: approve, reject and undo. */
const held: Outcome = { type: "held", by: "kill-switch", reason: "everything is frozen" };
const verified: Outcome = { type: "verified" };
const later = "2026-11-25T12:30:00.000Z";

describe("approve", () => {
  test.each<[string, string, Outcome]>([
    [contain, "identity", awaiting],
    [restore, "resource", awaiting],
    [restore, "resource", held],
  ])("%s: the decision stands in the ledger, then the order goes to the queue %s", async (step, queue, outcome) => {
    const { give, sent, read } = deskWith([...found(), recordOf(step, outcome)]);
    await give("approve", { incident: incident.slice(0, 8), step, reason: "seen" });
    expect(sent).toStrictEqual([{ queue, order: { kind: "step", incident, step } }]);
    expect((await read()).decisions).toStrictEqual([{ kind: "approved", by, at: now, step, reason: "seen" }]);
  });

  test.each<[string, Outcome | undefined, string]>([
    ["that was done", verified, "it is verified"],
    ["that was rejected", { type: "rejected", by }, "it is rejected"],
    ["that has not ended", undefined, "it is under way"],
    ["whose time is over", { ...awaiting, until: now } as Outcome, `expected an approval before ${now}`],
  ])("refuses a step %s", async (_, outcome, problem) => {
    const { give, sent, read } = deskWith([...found(), recordOf(contain, outcome)]);
    await expect(give("approve", { incident, step: contain })).rejects.toThrow(problem);
    expect(sent).toStrictEqual([]);
    expect((await read()).decisions).toStrictEqual([]);
  });

  test("says that a guardrail which no approval lifts may hold it again", async () => {
    const { give } = deskWith([...found(), recordOf(contain, held)]);
    expect((await give("approve", { incident, step: contain })).text).toContain("It was held by kill-switch");
  });

  test("refuses a name that two steps or none have", async () => {
    const { give } = deskWith([...found(), recordOf(contain, awaiting)]);
    await expect(give("approve", { incident, step: "" })).rejects.toThrow("--step: expected a text that is not empty");
    await expect(give("approve", { incident, step: "x" })).rejects.toThrow("expected one that is on record");
    await expect(give("approve", { incident: "11111111-3", step: contain })).rejects.toThrow("on record");
    await expect(give("approve", { incident: "1111111", step: contain })).rejects.toThrow("first 8 characters");
  });
});

describe("reject", () => {
  test("ends the step, with who and why, and sends nothing", async () => {
    const { give, sent, read } = deskWith([...found(), recordOf(contain, awaiting)]);
    await give("reject", { incident, step: contain, reason: "ours" });
    const { records, decisions } = await read();
    expect(records.get(contain)?.outcome).toStrictEqual({ type: "rejected", by, reason: "ours" });
    expect(decisions).toMatchObject([{ kind: "rejected", step: contain, reason: "ours" }]);
    expect(sent).toStrictEqual([]);
    await expect(give("reject", { incident, step: contain })).rejects.toThrow("it is rejected");
  });
});

describe("undo", () => {
  test("orders the newest of each resource undone, each in its own queue", async () => {
    const older = { change: JSON.stringify({ resource: key, before: 0, after: 1 }) };
    const { give, sent, read } = deskWith([
      ...found(),
      recordOf(contain, verified),
      recordOf(restore, verified, { ...older, endedAt: later }),
    ]);
    const { data } = await give("undo", { incident });
    expect(data).toStrictEqual({ incident, ordered: [restore], superseded: [contain] });
    expect(sent).toStrictEqual([{ queue: "resource", order: { kind: "undo", incident, step: restore } }]);
    expect((await read()).records.get(restore)?.undoOrder).toStrictEqual({ by, at: now, whileFrozen: false });
  });

  test("orders one step undone, even one that is not the newest, and says who ordered it", async () => {
    const { give, sent, read } = deskWith([...found(), recordOf(contain, verified), recordOf(restore, verified)]);
    await give("undo", { incident, step: contain, reason: "ours", "while-frozen": true });
    expect(sent).toStrictEqual([{ queue: "identity", order: { kind: "undo", incident, step: contain } }]);
    const { records, decisions } = await read();
    expect(records.get(contain)?.undoOrder).toMatchObject({ whileFrozen: true });
    expect(decisions).toStrictEqual([{ kind: "undo-ordered", by, at: now, step: contain, reason: "ours" }]);
  });

  test("can be ordered for later: it is written down, and nothing is sent yet", async () => {
    const { give, sent, read } = deskWith([...found(), recordOf(contain, verified)]);
    const { text } = await give("undo", { incident, at: "8h", reason: "the shift ends" });
    expect(text).toContain("within the hour after 2026-11-25T21:00:00.000Z");
    expect(sent).toStrictEqual([]);
    const { records, decisions } = await read();
    expect(records.get(contain)?.undoOrder).toBeUndefined();
    expect(decisions).toMatchObject([
      { kind: "undo-ordered", by, reason: "to be undone at 2026-11-25T21:00:00.000Z the shift ends" },
    ]);
    await expect(give("undo", { incident, at: "soon" })).rejects.toThrow("undo: --at: expected a date such as");
    await expect(give("undo", { incident, at: "2026-11-24" })).rejects.toThrow(
      "undo: --at: expected a time that is still",
    );
  });

  test.each<[string, Outcome | undefined, Readonly<Record<string, string>>]>([
    ["waits", awaiting, {}],
    ["had nothing to do", { type: "compliant" }, {}],
    ["has not ended", undefined, {}],
    ["was undone", verified, { undo: JSON.stringify(verified), undoneAt: later }],
  ])("refuses a step that %s", async (_, outcome, more) => {
    const { give, sent } = deskWith([...found(), recordOf(contain, outcome, more)]);
    await expect(give("undo", { incident, step: contain })).rejects.toThrow("expected one that was carried out");
    await expect(give("undo", { incident })).rejects.toThrow("expected a step that was carried out");
    expect(sent).toStrictEqual([]);
  });

  test("a failed undo can be ordered again, and counts as a later order", async () => {
    const undone = { undo: JSON.stringify({ type: "failed", error: "E: x" }), undoneAt: "2026-11-25T13:30:00.000Z" };
    const { give, read } = deskWith([...found(), recordOf(contain, verified, undone)]);
    await give("undo", { incident });
    const order = (await read()).records.get(contain)?.undoOrder;
    expect((order?.at ?? "") > undone.undoneAt).toBe(true);
  });
});

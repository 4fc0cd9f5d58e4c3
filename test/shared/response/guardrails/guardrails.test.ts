import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Mode } from "../../../../shared/baseline/words.ts";
import { type Guardrail, never, unlessApproved } from "../../../../shared/response/guardrails/guardrail.ts";
import { guardrails } from "../../../../shared/response/guardrails/index.ts";
import { mode } from "../../../../shared/response/guardrails/mode.ts";
import { rehearsal } from "../../../../shared/response/guardrails/rehearsal.ts";
import { budgetsOf, objectionTo, remarksOn } from "../../../../shared/response/objections.ts";
import { broken, causeBy, evict, restore, says, under, undoOrder } from "./plans.ts";

const guard = (id: string, check: NonNullable<Guardrail["check"]>): Guardrail => ({
  id,
  holds: "What it is told to.",
  approvable: "in part",
  check,
});
const silent = guard("silent", () => undefined);
const throws = guard("broken", () => {
  throw new RangeError("secret");
});
const strict = guard("strict", () => never("no"));
const asks = (id: string) => guard(id, () => unlessApproved("ask"));
const situation = under({});
const approved = restore({ approvedBy: "arn:aws:iam::123456789012:role/on-call" });

describe("a plan goes ahead only if no guardrail speaks", () => {
  test("none has a reason", async () => {
    expect(await objectionTo([silent, silent], restore(), situation)).toBeUndefined();
    expect(await objectionTo(guardrails, restore(), situation)).toBeUndefined();
  });

  test("what nothing lets pass counts before what an approval would, whatever their order; of each the first", async () => {
    const strict2 = guard("strict-2", () => never("no, too"));
    const all = [silent, asks("asks"), asks("asks-2"), strict, strict2];
    for (const plan of [restore(), approved])
      expect(await objectionTo(all, plan, situation)).toStrictEqual({ by: "strict", reason: "no", approvable: false });
    const mild = [silent, asks("asks"), asks("asks-2")];
    expect(await objectionTo(mild, restore(), situation)).toStrictEqual({
      by: "asks",
      reason: "ask",
      approvable: true,
    });
    expect(await objectionTo(mild, approved, situation)).toBeUndefined();
  });

  test("an empty reason is a reason", async () => {
    expect(await objectionTo([guard("a", () => never(""))], restore(), situation)).toMatchObject({
      by: "a",
      reason: "",
    });
  });

  test("a guardrail that throws holds the step, and tells the kind of error alone", async () => {
    for (const plan of [restore(), approved])
      expect(await objectionTo([throws, silent, asks("asks")], plan, situation)).toStrictEqual({
        by: "broken",
        reason: "the guardrail could not decide (RangeError)",
        approvable: false,
      });
  });

  const plans = fc.constantFrom(restore(), approved, evict("mallory"), restore({ undo: undoOrder }));
  const thrown = fc.oneof(fc.anything(), fc.constantFrom(new RangeError("x"), undefined, null, Object.create(null)));
  /** Throws it, at once or later. */
  const throwing = fc.record({ error: thrown, later: fc.boolean() }).map(({ error, later }) =>
    guard("broken", () => {
      if (later) return Promise.reject(error);
      throw error;
    }),
  );

  test("one that throws whatever it likes, at once or later, holds every plan, approved or undone or not", async () => {
    const others = fc.array(fc.constantFrom(silent, asks("asks"), ...guardrails));
    await fc.assert(
      fc.asyncProperty(others, throwing, others, plans, async (before, bad, after, plan) => {
        const objection = await objectionTo([...before, bad, ...after], plan, situation);
        expect(objection).toMatchObject({ by: expect.any(String) as string, approvable: false });
      }),
      { numRuns: 300 },
    );
  });

  test("one that throws whatever it likes instead of its budgets holds every plan", () => {
    fc.assert(
      fc.property(thrown, plans, (error, plan) => {
        const budgets = () => {
          throw error;
        };
        expect(budgetsOf([silent, { ...silent, id: "counts", budgets }], plan, situation)).toMatchObject({
          by: "counts",
          approvable: false,
        });
      }),
    );
  });

  test("one whose budgets cannot be named holds the step as well", () => {
    const budgets = () => {
      throw new RangeError("secret");
    };
    expect(budgetsOf([silent, { ...silent, id: "counts", budgets }], approved, situation)).toStrictEqual({
      by: "counts",
      reason: "the guardrail could not decide (RangeError)",
      approvable: false,
    });
  });

  test("what people should know besides is gathered from all, and one that cannot say does not keep the others from it", async () => {
    const remarks = (said: readonly string[]): Guardrail => ({ ...silent, remarks: () => said });
    const bad: Guardrail = { ...silent, remarks: () => Promise.reject(new Error("secret")) };
    expect(await remarksOn([remarks(["a"]), bad, silent, remarks(["b", "c"])], restore(), situation)).toStrictEqual([
      "a",
      "b",
      "c",
    ]);
  });

  test.each<[string, string]>([
    ["{}", "TypeError"],
    ['{"exemptions":[]}', "TypeError"],
    ['{"exemptions":[],"detections":{}}', "the mode is undefined: nothing is changed"],
    ['{"exemptions":[],"detections":{},"mode":"enforced"}', "the mode is enforced: nothing is changed"],
    ['{"mode":"enforce","detections":null,"exemptions":[]}', "TypeError"],
  ])("settings that cannot be read hold the step, approved or not, and its undo: %s", async (json, reason) => {
    for (const plan of [restore(), approved, restore({ undo: undoOrder })])
      expect(await objectionTo([mode], plan, broken(json))).toStrictEqual({
        by: "mode",
        reason: reason === "TypeError" ? "the guardrail could not decide (TypeError)" : reason,
        approvable: false,
      });
  });
});

describe("the mode", () => {
  const observed = never("the mode is observe: nothing is changed");
  const asked = unlessApproved("the mode is approve: a person has to");

  test.each<[Mode, Mode | undefined, Mode]>([
    ["observe", undefined, "observe"],
    ["approve", undefined, "approve"],
    ["enforce", undefined, "enforce"],
    ["enforce", "observe", "observe"],
    ["enforce", "approve", "approve"],
    ["observe", "enforce", "enforce"],
  ])("for all %s and for the stream %s is %s", async (all, ofStream, holds) => {
    const expected = { observe: observed, approve: asked, enforce: undefined }[holds];
    const declared = { mode: ofStream, producers: [] };
    expect(await says(mode, restore(), under({ mode: all }, { declared }))).toStrictEqual(expected);
  });

  test("of the detection that is answered counts, and that of no other", async () => {
    const answering = (detection: string) =>
      says(mode, restore(), under({ detections: { [detection]: { mode: "observe" } } }));
    expect(await answering("stream-encryption-stopped")).toStrictEqual(observed);
    expect(await answering("stream-encrypted-with-other-key")).toBeUndefined();
  });

  test("holds what is done to a resource that is not protected, or not any more, whatever else is said", async () => {
    const nowhere = under(
      { detections: { "stream-encryption-stopped": { mode: "enforce" } } },
      { declared: undefined },
    );
    for (const plan of [restore(), approved, restore({ undo: undoOrder })])
      expect(await says(mode, plan, nowhere)).toStrictEqual(never("lockkeeper.yml does not protect this resource"));
  });

  test("holds an undo as it holds the step, but in approve: a person has ordered it already", async () => {
    const undo = restore({ undo: undoOrder });
    expect(await says(mode, undo, under({ mode: "observe" }))).toStrictEqual(observed);
    for (const all of ["approve", "enforce"] as const)
      expect(await says(mode, undo, under({ mode: all }))).toBeUndefined();
  });
});

describe.each([
  ["replayed", "the event was replayed from an archive: nothing is changed"],
  ["test", "AWS did not send the event, so it is a test: nothing is changed"],
] as const)("an event that is %s", (kind, reason) => {
  const cause = causeBy("mallory", { rehearsal: kind });

  test("holds the step that answers it, approved or not, though the mode would let it pass", async () => {
    for (const plan of [restore({ cause }), evict("mallory", { cause }), { ...approved, cause }])
      expect(await objectionTo(guardrails, plan, situation)).toStrictEqual({ by: "rehearsal", ...never(reason) });
  });

  test("does not hold an undo of it, which a person asked for", async () => {
    expect(await objectionTo(guardrails, restore({ cause, undo: undoOrder }), situation)).toBeUndefined();
  });

  test("is the only kind that it holds", async () => {
    expect(await says(rehearsal, restore(), situation)).toBeUndefined();
    const { cause: _, ...nobodys } = restore();
    expect(await says(rehearsal, nobodys, situation)).toBeUndefined();
  });
});

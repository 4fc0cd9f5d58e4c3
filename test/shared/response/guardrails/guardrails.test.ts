import { describe, expect, test } from "vitest";
import {
  firstReason,
  type Guardrail,
  type Plan,
  type Situation,
} from "../../../../shared/response/guardrails/guardrail.ts";
import { guardrails } from "../../../../shared/response/guardrails/index.ts";
import { orders } from "../../records.ts";

const plan: Plan = {
  action: "restore-stream-encryption",
  countermeasure: "Restore",
  change: { resource: orders, before: { key: null }, after: { key: "k" } },
  answers: { detection: "stream-encryption-stopped", resource: { type: "AWS::Kinesis::Stream", id: orders } },
  undo: false,
};
const situation = (mode: "observe" | "enforce", resourceMode?: "observe" | "enforce"): Situation => ({
  settings: { mode, streams: [], detections: {} },
  resourceMode,
});
const says = (id: string, reason: string | undefined): Guardrail => ({ id, check: () => reason });
const throws: Guardrail = {
  id: "broken",
  check: () => {
    throw new RangeError("secret");
  },
};

describe("a plan goes ahead only if no guardrail speaks", () => {
  test("none has a reason", () => {
    expect(firstReason([says("a", undefined), says("b", undefined)], plan, situation("enforce"))).toBeUndefined();
  });

  test("the first reason counts, with the guardrail's name", () => {
    const all = [says("a", undefined), says("b", "no"), says("c", "no, too")];
    expect(firstReason(all, plan, situation("enforce"))).toStrictEqual({ by: "b", reason: "no" });
  });

  test("an empty reason is a reason", () => {
    expect(firstReason([says("a", "")], plan, situation("enforce"))).toStrictEqual({ by: "a", reason: "" });
  });

  test("a guardrail that throws holds the step, and tells the kind of error alone", () => {
    expect(firstReason([throws, says("b", undefined)], plan, situation("enforce"))).toStrictEqual({
      by: "broken",
      reason: "the guardrail could not decide (RangeError)",
    });
  });

  test("settings that cannot be read hold the step", () => {
    const unreadable: Situation = JSON.parse("{}");
    expect(firstReason(guardrails, plan, unreadable)).toMatchObject({ by: "mode" });
  });
});

describe("the mode", () => {
  test.each([
    [situation("observe"), "observe"],
    [situation("enforce"), "enforce"],
    [situation("enforce", "observe"), "observe"],
    [situation("observe", "enforce"), "enforce"],
  ])("of %j is %s", (given, mode) => {
    const reason = firstReason(guardrails, plan, given);
    expect(reason).toStrictEqual(
      mode === "enforce" ? undefined : { by: "mode", reason: "the mode is observe: nothing is changed" },
    );
  });

  test("holds an undo as it holds the step", () => {
    expect(firstReason(guardrails, { ...plan, undo: true }, situation("observe"))).toMatchObject({ by: "mode" });
  });
});

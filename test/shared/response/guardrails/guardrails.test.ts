import { describe, expect, test } from "vitest";
import type { Mode } from "../../../../shared/baseline/settings.ts";
import {
  firstReason,
  type Guardrail,
  type Plan,
  type Situation,
} from "../../../../shared/response/guardrails/guardrail.ts";
import { guardrails } from "../../../../shared/response/guardrails/index.ts";
import { mode } from "../../../../shared/response/guardrails/mode.ts";
import { replayed } from "../../../../shared/response/guardrails/replayed.ts";
import { orders, settingsOf } from "../../records.ts";

const plan: Plan = {
  action: "restore-stream-encryption",
  countermeasure: "Restore",
  change: { resource: orders, before: { key: null }, after: { key: "k" } },
  answers: {
    detection: "stream-encryption-stopped",
    resource: { type: "AWS::Kinesis::Stream", id: orders },
    replayed: false,
  },
  undo: false,
};
const situation = (ofAll: Mode, ofResource?: Mode): Situation => ({
  settings: settingsOf({ mode: ofAll }),
  now: new Date("2026-09-19T11:35:00Z"),
  declared: { mode: ofResource },
});
const says = (id: string, reason: string | undefined): Guardrail => ({
  id,
  holds: "What it is told to.",
  check: () => reason,
});
const throws: Guardrail = {
  id: "broken",
  holds: "Everything, since it is broken.",
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

  test.each<[string, string]>([
    ["{}", "lockkeeper.yml does not protect this resource"],
    ['{"declared":{}}', "the guardrail could not decide (TypeError)"],
    ['{"declared":{},"settings":{}}', "the guardrail could not decide (TypeError)"],
    ['{"declared":{},"settings":{"detections":{}}}', "the mode is undefined: nothing is changed"],
    ['{"declared":null,"settings":{"mode":"enforce","detections":{}}}', "the guardrail could not decide (TypeError)"],
  ])("settings that cannot be read hold the step: %s", (json, reason) => {
    const unreadable: Situation = JSON.parse(json);
    expect(firstReason(guardrails, plan, unreadable)).toStrictEqual({ by: "mode", reason });
  });
});

describe("the mode", () => {
  const observed = { by: "mode", reason: "the mode is observe: nothing is changed" };

  test.each<[Mode, Mode | undefined, Mode]>([
    ["observe", undefined, "observe"],
    ["enforce", undefined, "enforce"],
    ["enforce", "observe", "observe"],
    ["observe", "enforce", "enforce"],
  ])("for all %s and for the stream %s is %s", (all, ofStream, holds) => {
    const reason = firstReason(guardrails, plan, situation(all, ofStream));
    expect(reason).toStrictEqual(holds === "enforce" ? undefined : observed);
  });

  test("of the detection that is answered counts, and that of no other", () => {
    const answering = (detection: string) =>
      firstReason([mode], plan, {
        settings: settingsOf({ mode: "enforce", detections: { [detection]: { mode: "observe" } } }),
        declared: {},
        now: new Date(),
      });
    expect(answering("stream-encryption-stopped")).toStrictEqual(observed);
    expect(answering("stream-encrypted-with-other-key")).toBeUndefined();
  });

  test("holds what is done to a resource that is not protected, or not any more, whatever else is said", () => {
    const declared = undefined;
    const settings = settingsOf({ mode: "enforce", detections: { "stream-encryption-stopped": { mode: "enforce" } } });
    const reason = { by: "mode", reason: "lockkeeper.yml does not protect this resource" };
    for (const undo of [false, true])
      expect(firstReason(guardrails, { ...plan, undo }, { settings, declared, now: new Date() })).toStrictEqual(reason);
  });

  test("holds an undo as it holds the step", () => {
    expect(firstReason(guardrails, { ...plan, undo: true }, situation("observe"))).toStrictEqual(observed);
    expect(firstReason(guardrails, { ...plan, undo: true }, situation("enforce"))).toBeUndefined();
  });
});

describe("a replayed event", () => {
  const answers = { ...plan.answers, replayed: true };
  const reason = { by: "replayed", reason: "the event was replayed from an archive: nothing is changed" };

  test("holds the step that answers it, though the mode would let it pass", () => {
    expect(firstReason(guardrails, { ...plan, answers }, situation("enforce"))).toStrictEqual(reason);
  });

  test("does not hold an undo of it, which a person asked for", () => {
    expect(firstReason(guardrails, { ...plan, answers, undo: true }, situation("enforce"))).toBeUndefined();
  });

  test("leaves its say to the mode, which comes first", () => {
    expect(firstReason(guardrails, { ...plan, answers }, situation("observe"))).toMatchObject({ by: "mode" });
    expect(firstReason([replayed], { ...plan, answers }, situation("observe"))).toStrictEqual(reason);
  });

  test("is the only one that it holds", () => {
    expect(firstReason([replayed], plan, situation("observe"))).toBeUndefined();
  });
});

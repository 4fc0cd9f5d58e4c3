import { describe, expect, test } from "vitest";
import type { Found, PlannedStep } from "../../../shared/incident/finding.ts";
import type { Incident, StepRecord } from "../../../shared/incident/incident.ts";
import type { Outcome } from "../../../shared/incident/outcome.ts";
import { withoutRepeats } from "../../../shared/incident/repeats.ts";
import { orders } from "../records.ts";

const step = (id: string, changes: Partial<PlannedStep> = {}): PlannedStep => ({
  id,
  action: "restore-stream-encryption",
  params: { stream: orders, key: { arn: "k" } },
  detection: "stream-encryption-stopped",
  resource: { type: "AWS::Kinesis::Stream", id: orders },
  source: id,
  ...changes,
});
const found = (...steps: readonly PlannedStep[]): Found => ({ findings: [], steps, advice: ["a"] });
const incident = (steps: readonly PlannedStep[], outcome?: Outcome, isBegun = outcome !== undefined): Incident => {
  const about = { action: "a", answers: step("x"), begunAt: "", looks: 0, lease: 0 };
  const record = (id: string): StepRecord => ({ id, ...about, ...(outcome ? { outcome } : {}) });
  return {
    ...found(...steps),
    id: "i",
    openedAt: "",
    records: new Map(isBegun ? steps.map(({ id }) => [id, record(id)]) : []),
    decisions: [],
  };
};

describe("a step that is asked for again is ordered again", () => {
  const held = { by: "mode", reason: "r" };
  test.each<[string, Incident | undefined, boolean]>([
    ["where nothing was found before", undefined, true],
    ["not while it has not begun", incident([step("first")]), false],
    [
      "once it has begun: it was planned before, and may have been taken back",
      incident([step("first")], undefined, true),
      true,
    ],
    [
      "not while it waits for a person",
      incident([step("first")], { type: "awaiting-approval", until: "", ...held }),
      false,
    ],
    ["once it was held: the reason may be gone", incident([step("first")], { type: "held", ...held }), true],
    ["once it was done: it may have to be done again", incident([step("first")], { type: "verified" }), true],
    ["once it was found to be unnecessary", incident([step("first")], { type: "compliant" }), true],
    ["once it failed", incident([step("first")], { type: "failed", error: "e" }), true],
    ["once a person said no to it", incident([step("first")], { type: "rejected", by: "arn" }), true],
  ])("%s: %s", (_, before, ordered) => {
    expect(withoutRepeats(found(step("second")), before).steps.map(({ id }) => id)).toStrictEqual(
      ordered ? ["second"] : [],
    );
  });
});

test("only the same action with the same parameters is the same; what else was found stays", () => {
  const other = [step("2", { action: "other" }), step("3", { params: { stream: orders, key: { arn: "l" } } })];
  const same = step("4", {
    params: { key: { arn: "k" }, stream: orders },
    detection: "stream-encrypted-with-other-key",
  });
  const left = withoutRepeats(found(...other, same), incident([step("first")]));
  expect(left).toStrictEqual(found(...other));
});

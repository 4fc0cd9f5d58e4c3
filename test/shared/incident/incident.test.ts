import { describe, expect, test } from "vitest";
import type { Finding, PlannedStep } from "../../../shared/incident/finding.ts";
import {
  type Decision,
  type Incident,
  isOver,
  isSuperseded,
  isUndone,
  pending,
  type State,
  type StepRecord,
  standing,
  stateOf,
  underWay,
} from "../../../shared/incident/incident.ts";
import type { Outcome } from "../../../shared/incident/outcome.ts";
import { home, orders } from "../records.ts";

const evicts = ["deactivate-access-key"];
const resource = { type: "AWS::Kinesis::Stream", id: orders };
const answers = { detection: "stream-encryption-stopped", resource, source: "event-1" };
const at = (minute: number) => `2026-09-19T12:${String(minute).padStart(2, "0")}:00.000Z`;

const stepOf = (id: string): PlannedStep => ({
  id,
  action: id.startsWith("evict") ? "deactivate-access-key" : "restore-stream-encryption",
  params: {},
  ...answers,
});

const outcomes: Readonly<Record<Outcome["type"], Outcome>> = {
  compliant: { type: "compliant" },
  held: { type: "held", by: "mode", reason: "r" },
  "awaiting-approval": { type: "awaiting-approval", by: "mode", reason: "r", until: at(59) },
  rejected: { type: "rejected", by: "arn" },
  verified: { type: "verified" },
  unverified: { type: "unverified" },
  failed: { type: "failed", error: "e" },
};

/** A step that ended in a minute; what it changed is named after the first word of its id. */
const record = (id: string, type: Outcome["type"], minute: number, changes: Partial<StepRecord> = {}): StepRecord => ({
  id,
  action: stepOf(id).action,
  answers,
  change: { resource: id.split("-")[0] ?? "", before: 1, after: 2 },
  begunAt: at(minute),
  endedAt: at(minute),
  outcome: outcomes[type],
  looks: 0,
  lease: 0,
  ...changes,
});

const begun = (id: string): StepRecord => {
  const { endedAt: _, outcome: __, ...rest } = record(id, "verified", 1);
  return rest;
};

const finding = { time: at(0), ...answers, ...home } as unknown as Finding;
const closed = (minute: number): Decision => ({ kind: "closed", by: "lockkeeper", at: at(minute) });

const incident = (
  records: readonly StepRecord[],
  { steps = records.map(({ id }) => stepOf(id)), ...changes }: Partial<Incident> = {},
): Incident => ({
  id: "event-1",
  openedAt: at(0),
  findings: [finding],
  steps,
  advice: [],
  records: new Map(records.map((one) => [one.id, one])),
  decisions: [],
  ...changes,
});

const undone = { undo: { type: "verified" } as const, undoneAt: at(9) };

describe("how an incident stands", () => {
  test.each<[string, Incident, State]>([
    ["nothing was to be done", incident([]), "needs-a-person"],
    ["no step has begun", incident([], { steps: [stepOf("restore")] }), "open"],
    ["a step is begun", incident([begun("restore")]), "open"],
    ["one of two is under way", incident([record("restore", "verified", 1), begun("evict")]), "open"],
    ["one is under way and one failed", incident([record("restore", "failed", 1), begun("evict")]), "open"],
    ["a stream was put right", incident([record("restore", "verified", 1)]), "restored"],
    ["a key was taken away", incident([record("evict", "verified", 1)]), "contained"],
    ["both", incident([record("evict", "verified", 1), record("restore", "verified", 2)]), "restored"],
    ["there was nothing to do", incident([record("restore", "compliant", 1)]), "restored"],
    [
      "a person said no to one of two",
      incident([record("evict", "rejected", 1), record("restore", "verified", 1)]),
      "restored",
    ],
    ["a step was held", incident([record("evict", "held", 1), record("restore", "verified", 1)]), "needs-a-person"],
    ["a step waits", incident([record("evict", "awaiting-approval", 1)]), "needs-a-person"],
    ["a step failed", incident([record("restore", "failed", 1)]), "needs-a-person"],
    ["a step is unverified", incident([record("restore", "unverified", 1)]), "needs-a-person"],
    ["there is advice", incident([record("restore", "verified", 1)], { advice: ["do"] }), "needs-a-person"],
    ["all that was done was undone", incident([record("evict", "verified", 1, undone)]), "restored"],
    [
      "the restore was undone and the key is still away",
      incident([record("evict", "verified", 1), record("restore", "verified", 1, undone)]),
      "contained",
    ],
  ])("%s: %s", (_, one, state) => {
    expect(stateOf(one, evicts)).toBe(state);
  });

  test.each<[string, Incident, State]>([
    ["after all", incident([record("restore", "held", 5)], { decisions: [closed(6)] }), "closed"],
    ["at the same moment", incident([record("restore", "held", 5)], { decisions: [closed(5)] }), "closed"],
    ["though a step is open", incident([], { steps: [stepOf("restore")], decisions: [closed(6)] }), "closed"],
    ["before a step ended", incident([record("restore", "verified", 5)], { decisions: [closed(4)] }), "restored"],
    [
      "before something else was found",
      incident([record("restore", "held", 5)], {
        findings: [finding, { ...finding, time: at(7) }],
        decisions: [closed(6)],
      }),
      "needs-a-person",
    ],
    ["before an undo", incident([record("evict", "verified", 1, undone)], { decisions: [closed(8)] }), "restored"],
    [
      "twice, of which the last counts",
      incident([record("restore", "held", 5)], { decisions: [closed(1), closed(6)] }),
      "closed",
    ],
  ])("closed %s: %s", (_, one, state) => {
    expect(stateOf(one, evicts)).toBe(state);
  });
});

test("what was carried out and not undone since stands, whether it was seen to have worked or not", () => {
  const types = ["verified", "unverified", "failed", "compliant", "held", "awaiting-approval", "rejected"] as const;
  const records = [...types.map((type) => record(type, type, 1)), begun("begun")];
  expect(standing(incident(records)).map(({ id }) => id)).toStrictEqual(["verified", "unverified", "failed"]);
  const undoes = types.map((type) => record(type, "verified", 1, { undo: outcomes[type] }));
  expect(undoes.filter(isUndone).map(({ id }) => id)).toStrictEqual(["verified", "compliant"]);
  const left = standing(incident(undoes)).map(({ id }) => id);
  expect(left).toStrictEqual(["unverified", "failed", "held", "awaiting-approval", "rejected"]);
});

test("steps are under way until they have ended, and pending while a person can still have them done", () => {
  const all = incident(
    [begun("a"), record("b", "held", 1), record("c", "awaiting-approval", 1), record("d", "verified", 1)],
    {
      steps: ["a", "b", "c", "d", "e"].map(stepOf),
    },
  );
  expect(underWay(all).map(({ id }) => id)).toStrictEqual(["a", "e"]);
  expect(pending(all).map(({ id }) => id)).toStrictEqual(["b", "c"]);
});

describe("a step is superseded", () => {
  const first = record("restore-1", "verified", 1);
  test.each<[string, StepRecord, boolean]>([
    ["by a later one on the same resource", record("restore-2", "verified", 2), true],
    ["by one that failed, which may have written", record("restore-2", "failed", 2), true],
    ["not by an earlier one", record("restore-2", "verified", 0), false],
    ["not by one on another resource", record("evict-2", "verified", 2), false],
    ["not by one that was held", record("restore-2", "held", 2), false],
    ["not by one that was undone", record("restore-2", "verified", 2, undone), false],
    ["not by one that is begun", begun("restore-2"), false],
  ])("%s", (_, other, superseded) => {
    expect(isSuperseded(incident([first, other]), first)).toBe(superseded);
  });

  test("never by itself", () => {
    expect(isSuperseded(incident([first]), first)).toBe(false);
  });
});

describe("an incident is over once all that stands was looked at so many times", () => {
  const looked = (id: string, looks: number, changes: Partial<StepRecord> = {}) =>
    record(id, "verified", 1, { looks, ...changes });
  test.each<[string, Incident, boolean]>([
    ["looked at once more than needed", incident([looked("restore", 5)]), true],
    ["looked at just so often", incident([looked("restore", 4)]), true],
    ["looked at less often", incident([looked("restore", 3)]), false],
    ["one of two looked at less often", incident([looked("restore", 4), looked("evict", 3)]), false],
    ["it relapsed, which was answered", incident([looked("restore", 1, { relapsedAt: at(3) })]), true],
    [
      "a later step came after it",
      incident([looked("restore-1", 1), looked("restore-2", 4, { endedAt: at(4) })]),
      true,
    ],
    ["it was undone", incident([looked("evict", 0, undone)]), true],
    ["nothing was to be done", incident([record("restore", "compliant", 1)]), true],
    ["a step is under way", incident([looked("restore", 4), begun("evict")]), false],
    ["a person is needed", incident([looked("restore", 4)], { advice: ["do"] }), false],
    ["it is closed already", incident([looked("restore", 4)], { decisions: [closed(9)] }), false],
  ])("%s: %s", (_, one, over) => {
    expect(isOver(one, evicts, 4)).toBe(over);
  });

  test("where nothing is ever looked at again, at once", () => {
    expect(isOver(incident([looked("restore", 0)]), evicts, 0)).toBe(true);
  });
});

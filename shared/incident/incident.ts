import type { Change } from "../actions/action.ts";
import type { Answers, Found } from "./finding.ts";
import { isOpen, type Outcome, wasCarriedOut } from "./outcome.ts";

/** What the ledger holds of one step. Begun and not ended, it is the evidence of a crash. */
export interface StepRecord {
  readonly id: string;
  readonly action: string;
  readonly answers: Answers;
  /** What was or was to be changed; absent when there was nothing to change. */
  readonly change?: Change;
  readonly begunAt: string;
  /** The ARN of who approved of it, where it was begun because of that. */
  readonly approvedBy?: string;
  readonly endedAt?: string;
  readonly outcome?: Outcome;
  /** Who ordered it undone, and when. */
  readonly undoOrder?: UndoOrder;
  readonly undoneAt?: string;
  readonly undo?: Outcome;
  /** How many times it was looked at again, and when last. */
  readonly looks: number;
  readonly lookedAt?: string;
  /** When it was first seen that what was done is not so any more; an event may still tell whose doing that is. */
  readonly waversSince?: string;
  /** When that was found to be so, and answered. */
  readonly relapsedAt?: string;
  /** What went wrong at the last try, while it is still being tried. */
  readonly trouble?: string;
  /** Unix milliseconds until which whoever began it may be presumed alive. */
  readonly lease: number;
}

export interface UndoOrder {
  /** The ARN of who ordered it. */
  readonly by: string;
  readonly at: string;
  /** It is to be done although everything is frozen. */
  readonly whileFrozen: boolean;
}

/** What a person, or Lockkeeper itself, decided about an incident; one line of its timeline. */
export interface Decision {
  readonly kind: "approved" | "rejected" | "undo-ordered" | "accepted" | "closed";
  /** An ARN; `lockkeeper` when it closed the incident itself. */
  readonly by: string;
  readonly at: string;
  readonly step?: string;
  readonly reason?: string;
}

/** An incident as far as it has come: all findings about the same actor or the same resource within an hour. */
export interface Incident extends Found {
  readonly id: string;
  readonly openedAt: string;
  /** The steps that have begun or ended, by their ids. */
  readonly records: ReadonlyMap<string, StepRecord>;
  readonly decisions: readonly Decision[];
  /** What people were told last, and when. */
  readonly told?: { readonly at: string; readonly digest: string; readonly count: number };
}

export const states = ["open", "contained", "restored", "needs-a-person", "closed"] as const;
export type State = (typeof states)[number];

/** The steps that have not ended yet. */
export const underWay = ({ steps, records }: Incident) => steps.filter(({ id }) => !records.get(id)?.outcome);

/** Whether a step ended as it should, or a person said that it need not. */
export const isSettled = (outcome: Outcome | undefined): boolean =>
  outcome?.type === "verified" || outcome?.type === "compliant" || outcome?.type === "rejected";

/** Whether it is as it was before the step: it was taken back, or somebody else had done so already. */
export const isUndone = ({ undo }: Pick<StepRecord, "undo">): boolean =>
  undo?.type === "verified" || undo?.type === "compliant";

/** The steps that still stand: carried out, and not undone since. */
export const standing = ({ records }: Incident): readonly StepRecord[] =>
  [...records.values()].filter((record) => wasCarriedOut(record.outcome) && !isUndone(record));

/** When something was found or done last, ISO 8601. What was closed before is open again. */
export const lastActivity = ({ findings, records }: Incident): string =>
  [
    ...findings.map(({ time }) => time),
    ...[...records.values()].flatMap(({ endedAt, undoneAt }) => [endedAt ?? "", undoneAt ?? ""]),
  ].reduce((last, time) => (time > last ? time : last), "");

/**
 * How an incident stands.
 * @param evicts the ids of the actions that take something away from somebody
 */
export const stateOf = (incident: Incident, evicts: readonly string[]): State => {
  const { steps, records, advice, decisions } = incident;
  const closed = decisions.findLast(({ kind }) => kind === "closed");
  if (closed && closed.at >= lastActivity(incident)) return "closed";
  const outcomes = steps.map(({ id }) => records.get(id)?.outcome);
  if (outcomes.includes(undefined)) return "open";
  if (advice.length > 0 || outcomes.length === 0 || !outcomes.every(isSettled)) return "needs-a-person";
  const stands = standing(incident);
  if (stands.some(({ action }) => !evicts.includes(action))) return "restored";
  return stands.length > 0 ? "contained" : "restored";
};

/** The steps that wait for a person who approves. */
export const pending = ({ steps, records }: Incident) => steps.filter(({ id }) => isOpen(records.get(id)?.outcome));

/** The steps that a later one on the same resource has come after: what they left is not what is now. */
export const isSuperseded = (incident: Incident, { id, change, endedAt }: StepRecord): boolean =>
  standing(incident).some(
    (other) =>
      other.id !== id && other.change?.resource === change?.resource && (other.endedAt ?? "") > (endedAt ?? ""),
  );

/** Whether all that was done has been looked at again so many times, and nothing is left for anybody to do. */
export const isOver = (incident: Incident, evicts: readonly string[], looks: number): boolean => {
  const state = stateOf(incident, evicts);
  if (state !== "contained" && state !== "restored") return false;
  return standing(incident).every(
    (record) => record.looks >= looks || record.relapsedAt !== undefined || isSuperseded(incident, record),
  );
};

import type { Step } from "../actions/action.ts";
import type { Permission } from "../aws/operations.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { Resource } from "../resources/resource.ts";

export const severities = ["Low", "Medium", "High", "Critical"] as const;
export type Severity = (typeof severities)[number];

/** How sure a finding, or the blame for it, is. OCSF: confidence_id 1 to 3. */
export const confidences = ["Low", "Medium", "High"] as const;
export type Confidence = (typeof confidences)[number];

/** The less sure of two. */
export const lessSure = (a: Confidence, b: Confidence): Confidence =>
  confidences.indexOf(a) < confidences.indexOf(b) ? a : b;

/** The release of MITRE ATT&CK whose technique ids are used; T1562 and its children were renumbered after it. */
export const attackVersion = "v18";

export interface Verdict {
  /** One sentence that a person understands: what is, and what should be. */
  readonly evidence: string;
  /** What is so and should not be, as a short name or id that stays the same while it is so: an operator can accept it. */
  readonly found: string;
  /** When it differs from the detection's own. */
  readonly severity?: Severity;
  /** What a person has to do about it, where no action can. */
  readonly advice?: string;
}

/** What every detection says of itself. */
export interface About<Id extends string> {
  readonly id: Id;
  /** A past-tense fact, as a person would say it. */
  readonly title: string;
  /** Why it matters to somebody whose business runs on the stream. */
  readonly why: string;
  readonly severity: Severity;
  /** MITRE ATT&CK technique ids, of `attackVersion`. */
  readonly attack: readonly string[];
  /** Security Hub control ids. */
  readonly controls: readonly string[];
  /** What it does not see. */
  readonly blindSpots: string;
}

/** What Lockkeeper did is not so any more: found when it looks again, or hears of a call that took it back. */
export interface Relapse<Id extends string> extends About<Id> {
  readonly kind: "relapse";
}

/** A resource is no longer as its baseline says: judged on its state, whoever or whatever brought it about. */
export interface Drift<Id extends string, State, Baseline, R extends Permission> extends About<Id> {
  readonly kind: "drift";
  // biome-ignore lint/suspicious/noExplicitAny: how the baseline was declared does not matter to a detection.
  readonly of: Resource<State, any, Baseline, R>;
  /**
   * The calls that can bring this about, by name, and whether such a call brought about this very state. Only who made one
   * of which that is so is blamed; a bystander, whose call merely led to a look, never is.
   */
  readonly causes: Readonly<Record<string, (request: ApiCall["request"], state: State, found: string) => boolean>>;
  /** `false`: it is too little to take anything away from whoever did it. They are named all the same. */
  readonly evicts?: false;
  /** The parts of the state that it judges by, as `Resource.unread` names them: without one of them it is silent. */
  readonly needs?: readonly string[];
  /** Several such things can be so at once, and each can be accepted for itself. Without it, the value accepted last counts. */
  readonly several?: true;
  /**
   * Each thing that is so and should not be. Pure.
   * @param last how it was when nothing was wrong with it; given for kinds that are learned
   */
  readonly judge: (state: State, baseline: Baseline, last?: State) => readonly Verdict[];
  /**
   * What it says when there is no such resource at all. Pure.
   * @param last how it was when nothing was wrong with it, as JSON gives it back
   * @param by the call that led to the look, if one did
   */
  readonly absent?: (baseline: Baseline, last: State | undefined, by: ApiCall | undefined) => Verdict | undefined;
  /**
   * What puts the resource right. The actor is not named here: the ladder picks that step by the kind of credential. Pure.
   * @param found what was found and not accepted, as the verdicts name it
   */
  readonly playbook: (state: State, baseline: Baseline, found: readonly string[], last?: State) => readonly Step[];
}

/** Keeps the exact types of a drift detection for everybody who builds on it. */
export const drift = <const Id extends string, State, Baseline, const R extends Permission>(
  definition: Omit<Drift<Id, State, Baseline, R>, "kind">,
): Drift<Id, State, Baseline, R> => ({ kind: "drift", ...definition });

export const relapse = <const Id extends string>(definition: About<Id>): Relapse<Id> => ({
  kind: "relapse",
  ...definition,
});

/** A drift of any resource. */
// biome-ignore lint/suspicious/noExplicitAny: the registry holds drifts of every resource; each judges only states of its own.
export type AnyDrift<R extends Permission> = Drift<string, any, any, R>;

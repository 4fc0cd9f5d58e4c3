import type { Countermeasure } from "../actions/action.ts";
import type { Severity } from "../detections/detection.ts";
import type { Finding, PlannedStep } from "../incident/finding.ts";
import type { Incident, State, StepRecord } from "../incident/incident.ts";
import type { Outcome } from "../incident/outcome.ts";

/** What a person is told of an action. */
export interface ActionTitle {
  readonly id: string;
  readonly title: string;
  readonly countermeasure: Countermeasure;
  readonly limits?: string;
}

/** Where this deployment runs, for the commands that people paste. */
export interface Deployment {
  readonly stage: string;
  readonly region: string;
  readonly account: string;
}

/** How often something was, and between when and when. ISO 8601. */
export interface Repeats {
  readonly count: number;
  readonly first: string;
  readonly last: string;
}

/** A finding with all its repeats: the same, about the same resource, by the same actor. */
export interface ToldFinding extends Repeats {
  /** The last of them. */
  readonly finding: Finding;
  /** Names it the same in every message. */
  readonly uid: string;
}

/** A step with all its repeats: the same action on the same target with the same end. */
export interface ToldStep extends Repeats {
  /** The last of them. */
  readonly step: PlannedStep;
  /** Absent when nobody has begun it. */
  readonly record: StepRecord | undefined;
  readonly action: ActionTitle | undefined;
  /** What was or would be changed. */
  readonly target: string;
  /** Absent while the step is under way. */
  readonly outcome: Outcome | undefined;
}

/** What all forms of a message say alike. */
export interface Told {
  readonly incident: Incident;
  readonly deployment: Deployment;
  readonly now: string;
  readonly severity: Severity;
  readonly title: string;
  readonly where: string;
  readonly state: State;
  /** How it stands, in words. */
  readonly stand: string;
  readonly findings: readonly ToldFinding[];
  readonly steps: readonly ToldStep[];
}

/** No more findings or steps than this are told one by one. */
export const most = 20;

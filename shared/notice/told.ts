import type { Countermeasure } from "../actions/action.ts";
import type { Severity } from "../detections/detection.ts";
import type { PlannedStep } from "../incident/finding.ts";
import type { Outcome } from "../incident/outcome.ts";

/** What a person is told of an action. */
export interface ActionTitle {
  readonly id: string;
  readonly title: string;
  readonly countermeasure: Countermeasure;
  readonly limits?: string;
}

/** A step with all that is told of it. */
export interface ToldStep {
  readonly step: PlannedStep;
  readonly action: ActionTitle | undefined;
  /** What was or would be changed. */
  readonly target: string;
  /** Absent while the step is under way. */
  readonly outcome: Outcome | undefined;
}

/** What all forms of a message say alike. */
export interface Told {
  readonly severity: Severity;
  readonly title: string;
  readonly where: string;
  readonly state:
    | "contained and restored"
    | "contained"
    | "restored"
    | "seen, nothing changed"
    | "under way"
    | "needs a person";
  readonly steps: readonly ToldStep[];
}

/** Whether a step ended as it should. */
export const isDone = (outcome: Outcome | undefined) => outcome?.type === "verified" || outcome?.type === "compliant";

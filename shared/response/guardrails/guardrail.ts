import type { Change, Countermeasure } from "../../actions/action.ts";
import type { Mode, Settings } from "../../baseline/settings.ts";
import type { Cause, PlannedStep } from "../../incident/finding.ts";

/** What is about to be written, and in answer to what. */
export interface Plan {
  readonly action: string;
  readonly countermeasure: Countermeasure;
  readonly change: Change;
  readonly answers: Pick<PlannedStep, "detection" | "resource" | "replayed">;
  /** The call that led to it, if one did. */
  readonly cause?: Cause;
  /** Whether this takes back what was done before. */
  readonly undo: boolean;
}

/** All that a guardrail may know besides the plan. */
export interface Situation {
  readonly settings: Settings;
  readonly now: Date;
  /** What lockkeeper.yml says of the resource; undefined: it is not protected, or not any more. */
  readonly declared: { readonly mode?: Mode | undefined } | undefined;
}

/** Has the right to say no. A reason holds the step; so does throwing. */
export interface Guardrail {
  readonly id: string;
  /** What it holds, and why; for docs/guardrails.md. */
  readonly holds: string;
  /** The setting of lockkeeper.yml that changes it, and what it is without; absent: it cannot be changed. */
  readonly setting?: { readonly name: string; readonly otherwise: string };
  readonly check: (plan: Plan, situation: Situation) => string | undefined;
}

/** The first reason against a plan. A guardrail that cannot say counts as one that says no. */
export const firstReason = (
  guardrails: readonly Guardrail[],
  plan: Plan,
  situation: Situation,
): { readonly by: string; readonly reason: string } | undefined => {
  for (const { id, check } of guardrails) {
    try {
      const reason = check(plan, situation);
      if (reason !== undefined) return { by: id, reason };
    } catch (error) {
      return { by: id, reason: `the guardrail could not decide (${(error as Error).name})` };
    }
  }
  return undefined;
};

/** Whether a plan takes something away from somebody, rather than putting a resource right or giving something back. */
export const takesAway = ({ countermeasure, undo }: Plan): boolean =>
  !undo && (countermeasure === "Evict" || countermeasure === "Isolate");

import type { Change, Countermeasure } from "../../actions/action.ts";
import type { Mode, Settings } from "../../baseline/settings.ts";
import type { PlannedStep } from "../../incident/finding.ts";

/** What is about to be written, and in answer to what. */
export interface Plan {
  readonly action: string;
  readonly countermeasure: Countermeasure;
  readonly change: Change;
  readonly answers: Pick<PlannedStep, "detection" | "resource" | "replayed">;
  /** Whether this takes back what was done before. */
  readonly undo: boolean;
}

/** All that a guardrail may know besides the plan. */
export interface Situation {
  readonly settings: Settings;
  /** What lockkeeper.yml says of the resource; undefined: it is not protected, or not any more. */
  readonly declared: { readonly mode?: Mode | undefined } | undefined;
}

/** Has the right to say no. A reason holds the step; so does throwing. */
export interface Guardrail {
  readonly id: string;
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

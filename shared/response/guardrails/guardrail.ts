import { type Change, type Countermeasure, evictsOrIsolates } from "../../actions/action.ts";
import type { Settings } from "../../baseline/settings.ts";
import { arnsOf } from "../../cloudtrail/actor.ts";
import type { Answers, Cause, Finding } from "../../incident/finding.ts";
import type { UndoOrder } from "../../incident/incident.ts";
import type { Allowance } from "../../ledger/begin-step.ts";
import type { Control } from "../../ledger/control.ts";
import type { DeclaredLimits } from "../../resources/resource.ts";

/** What is about to be written, and in answer to what. */
export interface Plan {
  readonly action: string;
  readonly countermeasure: Countermeasure;
  readonly change: Change;
  readonly answers: Answers;
  /** How sure the finding is. */
  readonly confidence: Finding["confidence"];
  /** How bad it is; of several the worst. */
  readonly severity?: Finding["severity"];
  /** Why a machine must not begin the action by itself, where that is so. */
  readonly asks?: string;
  /** The call that led to it, if one did. */
  readonly cause?: Cause;
  /** The ARN of who approved of just this change, if it was held before. */
  readonly approvedBy?: string;
  /** Given when this takes back what was done before. `live`: how it is now, if that is not how it was left. */
  readonly undo?: UndoOrder & { readonly live?: unknown };
}

/** All that a guardrail may know besides the plan. */
export interface Situation {
  readonly settings: Settings;
  readonly now: Date;
  /** What lockkeeper.yml says of the resource; undefined: it is not protected, or not any more. */
  readonly declared: DeclaredLimits | undefined;
  /** The ARNs of the roles that our functions run under. */
  readonly ownRoles: readonly string[];
  /** The kill switch and the exemptions, read afresh. @throws when they cannot be read */
  readonly control: () => Promise<Control>;
}

/** Why a plan is held, and whether a person's approval lets it pass. */
export interface Objection {
  readonly reason: string;
  readonly approvable: boolean;
}
/** No, whoever asks. */
export const never = (reason: string): Objection => ({ reason, approvable: false });
/** Not without a person who approves. */
export const unlessApproved = (reason: string): Objection => ({ reason, approvable: true });

/** A counter that the plan is to be taken out of, and what is said when it is used up. */
export interface Budget extends Allowance {
  readonly reason: string;
}

/** Has the right to say no. An objection holds the step; so does throwing. */
export interface Guardrail {
  readonly id: string;
  /** What it holds, and why; for docs/guardrails.md. */
  readonly holds: string;
  /** Whether a person's approval lets the step pass; for docs/guardrails.md. */
  readonly approvable: "always" | "never" | "in part";
  /** The setting of lockkeeper.yml that changes it, and what it is without; absent: it cannot be changed. */
  readonly setting?: { readonly name: string; readonly otherwise: string };
  readonly check?: (plan: Plan, situation: Situation) => Objection | undefined | Promise<Objection | undefined>;
  /** The counters to take the plan out of, all of them or none, when nothing else speaks against it. */
  readonly budgets?: (plan: Plan, situation: Situation) => readonly Budget[];
  /** What people should know besides, whether it holds or not. */
  readonly remarks?: (plan: Plan, situation: Situation) => readonly string[] | Promise<readonly string[]>;
}

/** Whether a plan takes something away from somebody, rather than putting a resource right or giving something back. */
export const takesAway = (plan: Plan): boolean => plan.undo === undefined && evictsOrIsolates(plan);

/** The ARNs of who made a call: their own, and that of the role behind a session. */
export const callersIn = (cause: Cause | undefined): readonly string[] => (cause ? arnsOf(cause.actor) : []);

/**
 * The ARNs of whom a plan is about: who is blamed, the role behind a session, and whose identity is changed. What is changed can
 * be a part of a principal, such as a key of a user; then its resource begins with the principal's ARN.
 */
export const principalsOf = ({ answers, change, cause }: Plan): readonly string[] => {
  const [, owner = change.resource] = /^(.*)\/access-key\/[^/]*$/.exec(change.resource) ?? [];
  const owners = /:iam::\d*:(user|role)\//.test(owner) ? [owner] : [];
  return answers.named ? owners : [...owners, ...callersIn(cause)];
};

import { setTimeout as sleep } from "node:timers/promises";
import { isSame } from "../actions/action.ts";
import type { Call, Heard, Permission } from "../aws/operations.ts";
import type { Outcome } from "../incident/outcome.ts";
import type { Allowance } from "../ledger/begin-step.ts";
import { noteOwnCall } from "../ledger/own-call.ts";
import type { StepKey } from "../ledger/step-item.ts";
import { typeOf } from "../resources/resource.ts";
import type { Plan, Situation } from "./guardrails/guardrail.ts";
import { type AnyAction, type Hands, limitedTo } from "./hands.ts";
import { budgetsOf, type Objected, objectionTo, remarksOn } from "./objections.ts";
import { rehearse } from "./rehearse.ts";

/** IAM is eventually consistent: what was just written may take seconds to be read back. */
const looks = [0, 200, 500, 1_500, 3_000];

/** Looks until the state is the one wanted. */
const seen = async <P extends Permission>(
  action: AnyAction<P>,
  { change, undo }: Plan,
  call: Call<P>,
): Promise<boolean> => {
  for (const pause of looks) {
    await sleep(pause);
    if (isSame(action, await action.live(change, call), undo ? change.before : change.after)) return true;
  }
  return false;
};

const situationOf = <P extends Permission>(
  hands: Hands<P>,
  { answers }: Plan,
  control: Situation["control"],
): Situation => {
  const { settings, home, ledger, ownRoles } = hands;
  const { type, id } = answers.resource;
  const declared = hands.resources.find((kind) => typeOf(kind, id) === type)?.declared(id, settings, home);
  return { settings, now: ledger.now(), declared, ownRoles, control };
};

/** Puts the intention on record together with what it takes of the allowances; the place of the one that is used up, if one is. */
export type Begin = (allowances: readonly Allowance[]) => Promise<{ readonly usedUp: number } | undefined>;

/**
 * The choke point: the only place from which anything is written to a guarded resource or identity, whatever asked for it.
 * The guardrails speak first; `begin` puts the intention on record; every writing call is remembered by its request id, so that
 * the event it causes is known for our own.
 * @param control read for this plan, and for no other
 * @param resumed the step was begun before, by somebody who may have come further than is on record
 * @throws what the action throws; then the step stands in the ledger as begun
 */
export const throughGate = async <P extends Permission>(
  hands: Hands<P>,
  action: AnyAction<P>,
  plan: Plan,
  key: StepKey,
  { control, begin, resumed }: Pick<Situation, "control"> & { readonly begin: Begin; readonly resumed: boolean },
): Promise<Outcome> => {
  const situation = situationOf(hands, plan, control);
  const reads = limitedTo(hands.connect(), action.reads);
  const remarks = async () => {
    const said = await remarksOn(hands.guardrails, plan, situation);
    return said.length > 0 ? { remarks: said } : {};
  };
  const held = async ({ by, reason, approvable }: Objected): Promise<Outcome> => {
    const calls = await rehearse(action, plan, reads);
    const said = { by, reason, ...(calls ? { calls } : {}), ...(await remarks()) };
    if (!approvable || plan.undo) return { type: "held", ...said };
    const until = new Date(situation.now.getTime() + hands.settings.approvalHours * 3_600_000).toISOString();
    return { type: "awaiting-approval", until, ...said };
  };

  // Whoever died at it may have done it all the same: then nothing is left to be written, and nothing to be held.
  const isDone = resumed && isSame(action, await action.live(plan.change, reads), plan.change.after);
  const objection = isDone ? undefined : await objectionTo(hands.guardrails, plan, situation);
  if (objection) return held(objection);
  const budgets = isDone ? [] : budgetsOf(hands.guardrails, plan, situation);
  if ("by" in budgets) return held(budgets);
  const refused = await begin(budgets);
  const budget = refused && budgets[refused.usedUp];
  if (refused && budget === undefined) throw new TypeError(`there is no allowance number ${refused.usedUp}`);
  if (budget) return held({ by: budget.by, reason: budget.reason, approvable: true });

  if (!isDone) {
    const heard: Heard = async (permission, requestId) => {
      if (requestId && action.writes.some((write) => write === permission))
        await noteOwnCall(hands.ledger, requestId, { permission, ...key });
    };
    const call = limitedTo(hands.connect(heard), [...action.reads, ...action.writes]);
    await (plan.undo ? action.undo : action.apply)(plan.change, call);
  }
  return { type: (await seen(action, plan, reads)) ? "verified" : "unverified", ...(await remarks()) };
};

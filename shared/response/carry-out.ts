import { isDeepStrictEqual } from "node:util";
import { type Change, evictsOrIsolates, isSame, ResourceGone } from "../actions/action.ts";
import type { Permission } from "../aws/operations.ts";
import type { Decision, Incident, StepRecord } from "../incident/incident.ts";
import { InvalidOrder, type Order } from "../incident/order.ts";
import { failed, isOpen, type Outcome, wasCarriedOut } from "../incident/outcome.ts";
import { beginStep } from "../ledger/begin-step.ts";
import { readControl } from "../ledger/control.ts";
import { noteEnd } from "../ledger/ends.ts";
import { readIncident } from "../ledger/incident.ts";
import { endStep, endUnbegun, giveUpStep, takeOverStep } from "../ledger/step.ts";
import type { StepKey } from "../ledger/step-item.ts";
import { NotYet } from "../queue/batch.ts";
import { ahead } from "./ahead.ts";
import { contextOf } from "./context.ts";
import { type Begin, throughGate } from "./gate.ts";
import type { Plan, Situation } from "./guardrails/guardrail.ts";
import { type AnyAction, actionOf, checked, type Hands, limitedTo } from "./hands.ts";
import { orderLooks } from "./look-again.ts";

/** Another invocation is at the same step. The order is to come again. */
export class InProgress extends NotYet {
  override readonly name = "InProgress";
}

/** Longer than any function may run (serverless.yml: 60 s at most), so that whoever holds a lapsed lease is dead. */
const leaseMs = 65_000;

interface Attempt<P extends Permission> {
  readonly hands: Hands<P>;
  readonly action: AnyAction<P>;
  readonly key: StepKey;
  readonly plan: Plan;
  readonly control: Situation["control"];
  /** What stands on record of the step as begun, if anybody began it. */
  readonly begunBefore: StepRecord | undefined;
  readonly lastTry: boolean;
}

/** What came of an attempt, and whether the step was on record as begun by then, by us or by whom it was taken over from. */
interface Attempted {
  readonly outcome: Outcome;
  readonly begun: boolean;
}

/** Puts the step on record, or takes it over from somebody who died at it, then does it. A failure leaves it free for the next try; that of the last try is its end. */
const attempt = async <P extends Permission>({
  hands,
  action,
  key,
  plan,
  control,
  begunBefore,
  lastTry,
}: Attempt<P>): Promise<Attempted> => {
  const { ledger } = hands;
  const lease = ledger.now().getTime() + leaseMs;
  let begun = begunBefore !== undefined;
  const begin: Begin = async (allowances) => {
    const { change, answers, approvedBy } = plan;
    const step = { action: action.id, answers, change, lease, ...(approvedBy ? { approvedBy } : {}) };
    const came = begunBefore
      ? (await takeOverStep(ledger, key, begunBefore.lease, lease)) || "taken"
      : await beginStep(ledger, key, step, allowances);
    if (came === "taken") throw new InProgress(`${key.step} was begun by somebody else just now`);
    if (typeof came === "object") return came;
    begun = true;
    return undefined;
  };
  try {
    const outcome = await throughGate(hands, action, plan, key, { control, begin, resumed: begun });
    if (wasCarriedOut(outcome)) await orderLooks(hands, key);
    return { outcome, begun };
  } catch (error) {
    if (error instanceof InProgress) throw error;
    if (lastTry || error instanceof ResourceGone) return { outcome: failed(error), begun };
    if (begun) await giveUpStep(ledger, key, lease, failed(error).error);
    throw error;
  }
};

/** Who approved of a step since it was held and before it was too late, if anybody did. */
const approvalOf = ({ decisions }: Incident, { id, endedAt = "", outcome }: StepRecord): Decision | undefined => {
  const until = outcome?.type === "awaiting-approval" ? Date.parse(outcome.until) : Number.POSITIVE_INFINITY;
  return decisions.findLast(
    ({ kind, step, at }) => kind === "approved" && step === id && at > endedAt && Date.parse(at) < until,
  );
};

/** What was approved is what was told. When the world has changed since, and with it the plan, it is told and asked anew. */
const isAsApproved = <P extends Permission>(action: AnyAction<P>, told: Change | undefined, change: Change): boolean =>
  told?.resource === change.resource &&
  isSame(action, told.before, change.before) &&
  isDeepStrictEqual(told.after, JSON.parse(JSON.stringify(change.after)));

/** Where lockkeeper.yml says so, what is taken from somebody is given back by itself one day. */
const giveEnd = async <P extends Permission>(
  { ledger, settings: { containmentHours } }: Hands<P>,
  action: AnyAction<P>,
  key: StepKey,
): Promise<void> => {
  if (containmentHours === undefined || !evictsOrIsolates(action)) return;
  const at = new Date(ledger.now().getTime() + containmentHours * 3_600_000).toISOString();
  await noteEnd(ledger, { ...key, at, action: action.id, by: "lockkeeper.yml: containmentHours" });
};

/**
 * Carries out one step: plan, guard, begin, apply, verify, end. The same order twice does it once. A step that was held is planned
 * anew, against how things are now, once a person has approved of it.
 * @param lastTry the order will not come again, so a failure is the end of the step and is told
 * @throws InvalidOrder if the ledger knows no such step; InProgress; what the action throws, unless it is the last try or what was
 * to be changed is gone
 */
export const carryOut = async <P extends Permission>(
  hands: Hands<P>,
  key: Pick<Order, "incident" | "step">,
  lastTry: boolean,
): Promise<Outcome> => {
  const incident = await readIncident(hands.ledger, key.incident);
  const step = incident?.steps.find(({ id }) => id === key.step);
  if (incident === undefined || step === undefined) throw new InvalidOrder("step: expected one that the ledger knows");
  const action = actionOf(hands, step.action);
  const params = checked(action.params, step.params, "params");
  const { detection, resource, source, relapseOf, named } = step;
  const answers = { detection, resource, source, ...(relapseOf ? { relapseOf } : {}), ...(named ? { named } : {}) };

  const found = incident.records.get(step.id);
  const approval = found && isOpen(found.outcome) ? approvalOf(incident, found) : undefined;
  if (found?.outcome && approval === undefined) return found.outcome;
  const begunBefore = found?.outcome ? undefined : found;
  if (begunBefore && begunBefore.lease > hands.ledger.now().getTime())
    throw new InProgress(`${step.id} is being carried out`);
  if (begunBefore && begunBefore.action !== action.id)
    throw new InvalidOrder("action: expected the one that was begun");

  // Who has not begun the step must not end it over the head of somebody who has.
  const end = async ({ outcome, begun }: Attempted, change?: Change): Promise<Outcome> => {
    const ended = { action: action.id, answers, outcome, ...(change ? { change } : {}) };
    if (wasCarriedOut(outcome)) await giveEnd(hands, action, key);
    if (await (begun ? endStep : endUnbegun)(hands.ledger, key, ended)) return outcome;
    throw new InProgress(`${step.id} was begun by somebody else meanwhile`);
  };
  const control = ahead(readControl(hands.ledger));
  let change: Change | undefined = begunBefore && checked(action.change, begunBefore.change, "change");
  if (change === undefined) {
    try {
      change = await action.plan(params, limitedTo(hands.connect(), action.reads));
    } catch (error) {
      if (lastTry || error instanceof ResourceGone) return end({ outcome: failed(error), begun: false });
      throw error;
    }
  }
  if (change === undefined) return end({ outcome: { type: "compliant" }, begun: false });
  const approved = approval && isAsApproved(action, found?.change, change) ? approval.by : begunBefore?.approvedBy;
  const approvedBy = approved === undefined ? {} : { approvedBy: approved };
  const { id, countermeasure, asks } = action;
  const context = { answers, ...contextOf(incident, answers), ...(asks ? { asks } : {}) };
  const plan = { action: id, countermeasure, change, ...context, ...approvedBy };
  return end(await attempt({ hands, action, key, plan, control, begunBefore, lastTry }), change);
};

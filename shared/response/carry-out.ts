import type { Change } from "../actions/action.ts";
import type { Permission } from "../aws/operations.ts";
import { InvalidOrder, type Order } from "../incident/order.ts";
import { failed, type Outcome } from "../incident/outcome.ts";
import { readIncident } from "../ledger/incident.ts";
import { beginStep, endStep, endUnbegun, type StepKey, type StepRecord, takeOverStep } from "../ledger/step.ts";
import { NotYet } from "../queue/batch.ts";
import { causeOf } from "./cause.ts";
import { throughGate } from "./gate.ts";
import type { Plan } from "./guardrails/guardrail.ts";
import { type AnyAction, actionOf, checked, type Hands, limitedTo } from "./hands.ts";

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
  readonly answers: StepRecord["answers"];
  readonly cause: Pick<Plan, "cause">;
  readonly lastTry: boolean;
}

/** What came of an attempt, and whether the step was on record as begun by then, by us or by whom it was taken over from. */
interface Attempted {
  readonly outcome: Outcome;
  readonly begun: boolean;
}

/** Puts the step on record, or takes it over from somebody who died at it, then does it. A failure leaves it free for the next try; that of the last try is its end. */
const attempt = async <P extends Permission>(
  { hands, action, key, answers, cause, lastTry }: Attempt<P>,
  change: Change,
  found: StepRecord | undefined,
): Promise<Attempted> => {
  const { ledger } = hands;
  const lease = ledger.now().getTime() + leaseMs;
  let begun = found !== undefined;
  const begin = async () => {
    const mine = found
      ? await takeOverStep(ledger, key, found.lease, lease)
      : await beginStep(ledger, key, { action: action.id, answers, change, lease });
    if (!mine) throw new InProgress(`${key.step} was begun by somebody else just now`);
    begun = true;
  };
  const plan = { action: action.id, countermeasure: action.countermeasure, change, answers, ...cause, undo: false };
  try {
    return { outcome: await throughGate(hands, action, plan, key, begin), begun };
  } catch (error) {
    if (error instanceof InProgress) throw error;
    if (lastTry) return { outcome: failed(error), begun };
    await takeOverStep(ledger, key, lease, 0);
    throw error;
  }
};

/**
 * Carries out one step: plan, guard, begin, apply, verify, end. The same order twice does it once.
 * @param lastTry the order will not come again, so a failure is the end of the step and is told
 * @throws InvalidOrder if the ledger knows no such step; InProgress; what the action throws, unless it is the last try
 */
export const carryOut = async <P extends Permission>(
  hands: Hands<P>,
  key: Omit<Order, "kind">,
  lastTry: boolean,
): Promise<Outcome> => {
  const incident = await readIncident(hands.ledger, key.incident);
  const step = incident?.steps.find(({ id }) => id === key.step);
  if (incident === undefined || step === undefined) throw new InvalidOrder("step: expected one that the ledger knows");
  const action = actionOf(hands, step.action);
  const params = checked(action.params, step.params, "params");
  const { detection, resource, replayed } = step;
  const answers = { detection, resource, replayed };

  const found = incident.records.get(step.id);
  if (found?.outcome) return found.outcome;
  if (found && found.lease > hands.ledger.now().getTime()) throw new InProgress(`${step.id} is being carried out`);

  // Who has not begun the step must not end it over the head of somebody who has.
  const end = async ({ outcome, begun }: Attempted, change?: Change): Promise<Outcome> => {
    const ended = { action: action.id, answers, outcome, ...(change ? { change } : {}) };
    if (await (begun ? endStep : endUnbegun)(hands.ledger, key, ended)) return outcome;
    throw new InProgress(`${step.id} was begun by somebody else meanwhile`);
  };
  if (found && found.action !== action.id) throw new InvalidOrder("action: expected the one that was begun");
  let change: Change | undefined = found && checked(action.change, found.change, "change");
  if (change === undefined) {
    try {
      change = await action.plan(params, limitedTo(hands.connect(), action.reads));
    } catch (error) {
      if (lastTry) return end({ outcome: failed(error), begun: false });
      throw error;
    }
  }
  if (change === undefined) return end({ outcome: { type: "compliant" }, begun: false });
  return end(
    await attempt({ hands, action, key, answers, cause: causeOf(incident, answers), lastTry }, change, found),
    change,
  );
};

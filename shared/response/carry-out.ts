import * as v from "valibot";
import type { Change } from "../actions/action.ts";
import type { Permission } from "../aws/operations.ts";
import { InvalidOrder, type StepOrder, type UndoOrder } from "../incident/order.ts";
import { failed, type Outcome } from "../incident/outcome.ts";
import { beginStep, endStep, noteUndo, readStep, type StepKey, type StepRecord, takeOverStep } from "../ledger/step.ts";
import { throughGate } from "./gate.ts";
import { type AnyAction, type Hands, limitedTo } from "./hands.ts";

/** Another invocation is at the same step. The order is to come again. */
export class InProgress extends Error {
  override readonly name = "InProgress";
}

/** Longer than any function may run (serverless.yml: 60 s at most), so that whoever holds a lapsed lease is dead. */
const leaseMs = 65_000;

const actionOf = <P extends Permission>(hands: Hands<P>, id: string): AnyAction<P> => {
  const action = hands.actions.find((candidate) => candidate.id === id);
  if (action === undefined)
    throw new InvalidOrder(`step.action: expected one of ${hands.actions.map((a) => a.id).join(", ")}`);
  return action;
};

/** Checks plain data against the action's own schema; it comes from a queue or the table. @throws InvalidOrder */
const checked = <T>(schema: v.GenericSchema<unknown, T>, value: unknown, where: string): T => {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  throw new InvalidOrder(
    `${[where, v.getDotPath(parsed.issues[0])].filter(Boolean).join(".")}: expected ${parsed.issues[0].expected}`,
  );
};

interface Attempt<P extends Permission> {
  readonly hands: Hands<P>;
  readonly action: AnyAction<P>;
  readonly key: StepKey;
  readonly answers: StepRecord["answers"];
  readonly lastTry: boolean;
}

/** Puts the step on record, or takes it over from somebody who died at it, then does it. A failure leaves it free for the next try; that of the last try is its end. */
const attempt = async <P extends Permission>(
  { hands, action, key, answers, lastTry }: Attempt<P>,
  change: Change,
  found: StepRecord | undefined,
): Promise<Outcome> => {
  const { ledger } = hands;
  const lease = ledger.now().getTime() + leaseMs;
  const begin = async () => {
    const mine = found
      ? await takeOverStep(ledger, key, found.lease, lease)
      : await beginStep(ledger, key, { action: action.id, answers, change, lease });
    if (!mine) throw new InProgress(`${key.step} was begun by somebody else just now`);
  };
  const plan = { action: action.id, countermeasure: action.countermeasure, change, answers, undo: false };
  try {
    return await throughGate(hands, action, plan, key, begin);
  } catch (error) {
    if (error instanceof InProgress) throw error;
    if (lastTry) return failed(error);
    await takeOverStep(ledger, key, lease, 0);
    throw error;
  }
};

/**
 * Carries out one step: plan, guard, begin, apply, verify, end. The same order twice does it once.
 * @param lastTry the order will not come again, so a failure is the end of the step and is told
 * @throws InvalidOrder; InProgress; what the action throws, unless it is the last try
 */
export const carryOut = async <P extends Permission>(
  hands: Hands<P>,
  { incident, step }: StepOrder,
  lastTry: boolean,
): Promise<Outcome> => {
  const action = actionOf(hands, step.action);
  const params = checked(action.params, step.params, "step.params");
  const key = { incident, step: step.id };
  const answers = { detection: step.detection, resource: step.resource };

  const found = await readStep(hands.ledger, key);
  if (found?.outcome) return found.outcome;
  if (found && found.lease > hands.ledger.now().getTime()) throw new InProgress(`${step.id} is being carried out`);

  const end = async (outcome: Outcome, change?: Change): Promise<Outcome> => {
    await endStep(hands.ledger, key, { action: action.id, answers, outcome, ...(change ? { change } : {}) });
    return outcome;
  };
  let change = found?.change;
  if (change === undefined) {
    try {
      change = await action.plan(params, limitedTo(hands.connect(), action.reads));
    } catch (error) {
      if (lastTry) return end(failed(error));
      throw error;
    }
  }
  if (change === undefined) return end({ type: "compliant" });
  return end(await attempt({ hands, action, key, answers, lastTry }, change, found), change);
};

/**
 * Undoes one step from what the ledger holds of it, through the same gate.
 * @throws InvalidOrder if there is no such step or nothing of it to undo; what the action throws, unless it is the last try
 */
export const takeBack = async <P extends Permission>(
  hands: Hands<P>,
  { incident, step }: UndoOrder,
  lastTry: boolean,
): Promise<Outcome> => {
  const key = { incident, step };
  const record = await readStep(hands.ledger, key);
  if (record?.undo) return record.undo;
  const done = record?.outcome?.type === "verified" || record?.outcome?.type === "unverified";
  if (!record?.change || !done)
    throw new InvalidOrder(`step: expected one that was carried out, ${step} of ${incident} was not`);
  const action = actionOf(hands, record.action);
  const change = checked(action.change, record.change, "change");
  const plan = {
    action: action.id,
    countermeasure: action.countermeasure,
    change,
    answers: record.answers,
    undo: true,
  };
  let outcome: Outcome;
  try {
    outcome = await throughGate(hands, action, plan, key, async () => undefined);
  } catch (error) {
    if (!lastTry) throw error;
    outcome = failed(error);
  }
  await noteUndo(hands.ledger, key, outcome);
  return outcome;
};

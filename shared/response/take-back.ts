import { isSame, ResourceGone } from "../actions/action.ts";
import type { Permission } from "../aws/operations.ts";
import { isUndone } from "../incident/incident.ts";
import { InvalidOrder, type Order } from "../incident/order.ts";
import { failed, type Outcome, wasCarriedOut } from "../incident/outcome.ts";
import { readControl } from "../ledger/control.ts";
import { readIncident } from "../ledger/incident.ts";
import { noteUndo } from "../ledger/step-afterwards.ts";
import { ahead } from "./ahead.ts";
import { contextOf } from "./context.ts";
import { throughGate } from "./gate.ts";
import { actionOf, checked, type Hands, limitedTo } from "./hands.ts";

/**
 * Undoes one step from what the ledger holds of it, through the same gate. Only when an operator's order for it is on record. One
 * that was held or failed can be ordered again.
 * @throws InvalidOrder if there is no such step, nothing of it to undo or no order; what the action throws, unless it is the last try
 * or what was changed is gone
 */
export const takeBack = async <P extends Permission>(
  hands: Hands<P>,
  key: Pick<Order, "incident" | "step">,
  lastTry: boolean,
): Promise<Outcome> => {
  const incident = await readIncident(hands.ledger, key.incident);
  const record = incident?.records.get(key.step);
  if (record?.undo && isUndone(record)) return record.undo;
  if (incident === undefined || !record?.change || !wasCarriedOut(record.outcome))
    throw new InvalidOrder("step: expected one that was carried out");
  if (record.undoOrder === undefined) throw new InvalidOrder("undo: expected one that an operator ordered");
  if (record.undo && (record.undoneAt ?? "") > record.undoOrder.at) return record.undo;
  const action = actionOf(hands, record.action);
  const change = checked(action.change, record.change, "change");

  const undone = async (): Promise<Outcome> => {
    const control = ahead(readControl(hands.ledger));
    const live = await action.live(change, limitedTo(hands.connect(), action.reads));
    if (isSame(action, live, change.before)) return { type: "compliant" };
    const moved = isSame(action, live, change.after) ? {} : { live: live ?? null };
    const { countermeasure } = action;
    const { answers, undoOrder } = record;
    const plan = {
      action: action.id,
      countermeasure,
      change,
      answers,
      ...contextOf(incident, answers),
      undo: { ...(undoOrder as NonNullable<typeof undoOrder>), ...moved },
    };
    return throughGate(hands, action, plan, key, { control, begin: async () => undefined, resumed: false });
  };
  let outcome: Outcome;
  try {
    outcome = await undone();
  } catch (error) {
    if (!lastTry && !(error instanceof ResourceGone)) throw error;
    outcome = failed(error);
  }
  await noteUndo(hands.ledger, key, outcome);
  return outcome;
};

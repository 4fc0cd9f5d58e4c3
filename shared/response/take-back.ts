import type { Permission } from "../aws/operations.ts";
import { InvalidOrder, type Order } from "../incident/order.ts";
import { failed, type Outcome } from "../incident/outcome.ts";
import { readIncident } from "../ledger/incident.ts";
import { noteUndo } from "../ledger/step.ts";
import { throughGate } from "./gate.ts";
import { actionOf, checked, type Hands } from "./hands.ts";

/**
 * Undoes one step from what the ledger holds of it, through the same gate. An undo that was held or failed can be ordered again.
 * @throws InvalidOrder if there is no such step or nothing of it to undo; what the action throws, unless it is the last try
 */
export const takeBack = async <P extends Permission>(
  hands: Hands<P>,
  key: Omit<Order, "kind">,
  lastTry: boolean,
): Promise<Outcome> => {
  const record = (await readIncident(hands.ledger, key.incident))?.records.get(key.step);
  if (record?.undo?.type === "verified") return record.undo;
  // A failure may have come after the write.
  const done = ["verified", "unverified", "failed"].includes(record?.outcome?.type ?? "");
  if (!record?.change || !done) throw new InvalidOrder("step: expected one that was carried out");
  const action = actionOf(hands, record.action);
  const change = checked(action.change, record.change, "change");
  const { countermeasure } = action;
  const plan = { action: action.id, countermeasure, change, answers: record.answers, undo: true };
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

import { isSame } from "../actions/action.ts";
import type { Permission } from "../aws/operations.ts";
import { isSuperseded } from "../incident/incident.ts";
import { InvalidOrder, type Order } from "../incident/order.ts";
import { wasCarriedOut } from "../incident/outcome.ts";
import { fileSighting } from "../ledger/found.ts";
import { readIncident } from "../ledger/incident.ts";
import { type Look, noteLook } from "../ledger/step-afterwards.ts";
import type { StepKey } from "../ledger/step-item.ts";
import { sendAll } from "../queue/send-all.ts";
import { actionOf, checked, type Hands, limitedTo } from "./hands.ts";
import { foundRelapsed, isHeardOf, isTakenBackSince, mayBeHeardOf } from "./relapse.ts";

/**
 * Orders the looks at a step that come after it. Before its end is written down: whoever dies in between is followed by somebody
 * who orders them again.
 */
export const orderLooks = async <P extends Permission>(
  { orders, settings }: Hands<P>,
  { incident, step }: StepKey,
): Promise<void> => {
  const looks = settings.recheckSeconds.map((DelaySeconds, index) => ({
    DelaySeconds,
    MessageBody: JSON.stringify({ kind: "recheck", incident, step, look: index + 1 } satisfies Order),
  }));
  await sendAll(orders.send, orders.queue, looks);
};

/** What another look at a step came to. */
export type Looked = Look | "nothing to look at";

/**
 * Looks again at what a step did. IAM takes seconds to propagate, and attackers undo. What is not so any more is a finding of its
 * own in the same incident, with the next rung of the ladder.
 * @throws InvalidOrder if there is no such step; what the reads throw
 */
export const lookAgain = async <P extends Permission>(
  hands: Hands<P>,
  { incident: id, step, look }: Extract<Order, { kind: "recheck" }>,
): Promise<Looked> => {
  const key = { incident: id, step };
  const incident = await readIncident(hands.ledger, id);
  if (incident === undefined || !incident.steps.some((planned) => planned.id === step))
    throw new InvalidOrder("step: expected one that the ledger knows");
  const record = incident.records.get(step);
  // Looks come in any order, and some twice.
  const seen = Math.max(look, record?.looks ?? 0);
  if (
    record?.change === undefined ||
    !wasCarriedOut(record.outcome) ||
    record.undoOrder ||
    record.relapsedAt ||
    isSuperseded(incident, record) ||
    isTakenBackSince(incident, record)
  ) {
    await noteLook(hands.ledger, key, seen, "holds");
    return "nothing to look at";
  }
  const action = actionOf(hands, record.action);
  const change = checked(action.change, record.change, "change");
  const live = await action.live(change, limitedTo(hands.connect(), action.reads));
  // What does not exist any more needs nothing taken from it.
  const holds = live === undefined || isSame(action, live, change.after);
  if (holds) {
    const saw = record.outcome?.type === "unverified" && live !== undefined ? "holds now" : "holds";
    await noteLook(hands.ledger, key, seen, saw);
    return saw;
  }
  if (isHeardOf(incident, record)) {
    await noteLook(hands.ledger, key, seen, "relapsed");
    return "relapsed";
  }
  if (mayBeHeardOf(hands, action, record, look)) {
    await noteLook(hands.ledger, key, seen, "wavers");
    return "wavers";
  }
  const found = foundRelapsed(hands, incident, record, look);
  const filed = await fileSighting(hands.ledger, { source: `${id}#${found.findings[0]?.source}`, found }, id);
  const orders = filed.found.steps.map((planned) => ({
    MessageBody: JSON.stringify({ kind: "step", incident: filed.incident, step: planned.id } satisfies Order),
  }));
  await sendAll(hands.orders.send, hands.orders.queue, orders);
  await noteLook(hands.ledger, key, seen, "relapsed");
  return "relapsed";
};

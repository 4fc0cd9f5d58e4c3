import type { Permission } from "../aws/operations.ts";
import { isUndone } from "../incident/incident.ts";
import type { Order } from "../incident/order.ts";
import { wasCarriedOut } from "../incident/outcome.ts";
import { dueEnds } from "../ledger/ends.ts";
import { readIncident } from "../ledger/incident.ts";
import { orderUndo } from "../ledger/step-afterwards.ts";
import type { Ears } from "./ears.ts";

/** Has undone what was to be undone by now, and was not since. @returns how many */
export const endContainments = async <R extends Permission>({
  ledger,
  send,
  queues,
  identityActions,
}: Pick<Ears<R>, "ledger" | "send" | "queues" | "identityActions">): Promise<number> => {
  let ended = 0;
  for (const { incident, step, action, by, at } of await dueEnds(ledger)) {
    const record = (await readIncident(ledger, incident))?.records.get(step);
    const isOrdered = (record?.undoOrder?.at ?? "") >= at;
    if (record === undefined || !wasCarriedOut(record.outcome) || isUndone(record) || isOrdered) continue;
    await orderUndo(ledger, { incident, step }, { by, at: ledger.now().toISOString(), whileFrozen: false });
    const order: Order = { kind: "undo", incident, step };
    const QueueUrl = identityActions.includes(action) ? queues.identity : queues.resource;
    await send("sqs:SendMessage", { QueueUrl, MessageBody: JSON.stringify(order) });
    ended += 1;
  }
  return ended;
};

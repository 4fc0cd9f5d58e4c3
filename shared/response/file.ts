import type { Permission } from "../aws/operations.ts";
import type { Found } from "../incident/finding.ts";
import type { Order } from "../incident/order.ts";
import { type Filed, fileSighting } from "../ledger/found.ts";
import type { Message } from "../queue/batch.ts";
import { setAside } from "../queue/set-aside.ts";
import type { Ears, Heard } from "./ears.ts";
import { withQuarantine } from "./quarantine.ts";

/** When people are told at the latest, in seconds after something was found. */
const tellWithin = 10;
/** When an order comes a second time, in seconds: should the first be lost, the step is begun or finished all the same. */
const remindAfter = 120;

/** Sends what has to be done, and sees to it that people are told soon even if it takes longer. */
export const sendOrders = async <R extends Permission>(ears: Ears<R>, { incident, found }: Filed): Promise<void> => {
  const send = (QueueUrl: string, message: object, DelaySeconds: number) =>
    ears.send("sqs:SendMessage", { QueueUrl, MessageBody: JSON.stringify(message), DelaySeconds });
  const orders = found.steps.map(({ id, action, waitSeconds = 0 }) => {
    const queue = ears.identityActions.includes(action) ? ears.queues.identity : ears.queues.resource;
    const order: Order = { kind: "step", incident, step: id };
    return { queue, order, waitSeconds };
  });
  for (const { queue, order, waitSeconds } of orders) await send(queue, order, waitSeconds);
  await Promise.all([
    send(ears.queues.tellBy, { incident }, tellWithin),
    ...orders.map(({ queue, order }) => send(queue, order, remindAfter)),
  ]);
};

/** What became of what was found: it is on record, and ordered. */
export const file = async <R extends Permission>(
  ears: Ears<R>,
  source: string,
  found: Found,
): Promise<Heard["became"]> => {
  // Whoever was faster put on record what counts.
  const filed = await fileSighting(ears.ledger, { source, found: withQuarantine(found, ears.settings) });
  await sendOrders(ears, filed);
  if (!filed.fresh) return "known already";
  return filed.incident === source ? "incident opened" : "joined an incident";
};

/** What a look found; undefined when it failed at the last try, of which people are told. @throws what the look throws before that */
export const lookedOrTold = async <R extends Permission>(
  ears: Ears<R>,
  message: Message,
  look: () => Promise<Found>,
): Promise<Found | undefined> => {
  try {
    return await look();
  } catch (error) {
    if (!message.lastTry) throw error;
    await setAside(ears.aside, message, `the event could not be judged: ${(error as Error).name}`);
    return undefined;
  }
};

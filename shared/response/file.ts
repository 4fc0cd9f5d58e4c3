import type { Permission } from "../aws/operations.ts";
import type { Found } from "../incident/finding.ts";
import type { Order } from "../incident/order.ts";
import { type Filed, fileSighting, readFiled } from "../ledger/found.ts";
import type { Message } from "../queue/batch.ts";
import { sendAll } from "../queue/send-all.ts";
import { setAside } from "../queue/set-aside.ts";
import type { Ears, Heard } from "./ears.ts";
import { withQuarantine } from "./quarantine.ts";

/** When people are told at the latest, in seconds after something was found. */
const tellWithin = 10;
/** When an order comes a second time, in seconds: should the first be lost, the step is begun or finished all the same. */
const remindAfter = 120;

/** Sends what has to be done, and sees to it that people are told soon even if it takes longer. */
const sendOrders = async <R extends Permission>(ears: Ears<R>, { incident, found }: Filed): Promise<void> => {
  const { identity, resource, tellBy } = ears.queues;
  const send = (queue: string, steps: Found["steps"]) => {
    const orders = steps.map(({ id, waitSeconds = 0 }) => {
      const order: Order = { kind: "step", incident, step: id };
      return { MessageBody: JSON.stringify(order), waitSeconds };
    });
    return sendAll(ears.send, queue, [
      ...orders.map(({ MessageBody, waitSeconds }) => ({ MessageBody, DelaySeconds: waitSeconds })),
      ...orders.map(({ MessageBody }) => ({ MessageBody, DelaySeconds: remindAfter })),
    ]);
  };
  const isOfIdentity = ({ action }: Found["steps"][number]) => ears.identityActions.includes(action);
  const ofResources = found.steps.filter((step) => !isOfIdentity(step));
  await Promise.all([send(identity, found.steps.filter(isOfIdentity)), send(resource, ofResources)]);
  const MessageBody = JSON.stringify({ incident });
  await ears.send("sqs:SendMessage", { QueueUrl: tellBy, MessageBody, DelaySeconds: tellWithin });
};

/** What became of what was put on record. */
const becameOf = ({ fresh, incident }: Filed, source: string): Heard["became"] => {
  if (!fresh) return "known already";
  return incident === source ? "incident opened" : "joined an incident";
};

/**
 * What became of what was found: it is on record, and ordered. Whoever was faster put on record what counts.
 * @param into the incident that it belongs to, where that is known
 */
export const file = async <R extends Permission>(
  ears: Ears<R>,
  source: string,
  found: Found,
  into?: string,
): Promise<Filed> => {
  const filed = await fileSighting(ears.ledger, { source, found: withQuarantine(found, ears.settings) }, into);
  await sendOrders(ears, filed);
  return filed;
};

/** What was known of an event already: others may have died before its orders were sent. */
export const filedBefore = async <R extends Permission>(ears: Ears<R>, source: string): Promise<Filed | undefined> => {
  const filed = await readFiled(ears.ledger, source);
  if (filed) await sendOrders(ears, filed);
  return filed;
};

/** What came of looking into an event. */
export interface Into {
  readonly became: Heard["became"];
  /** What is on record of it, from now or from before. */
  readonly filed: Filed | undefined;
  /** The parts of a state that were out of reach when it was put on record, or now if it is not. */
  readonly unread: Found["unread"];
}

/**
 * Looks into an event, and puts on record what is found. One that is on record already stays as it is, since the world has moved on: its
 * orders are sent again, because whoever put it there may have died in between. Whether it is known is asked only where nothing is found:
 * filing tells it otherwise, and that much sooner the orders are out.
 * @throws what the look throws, unless the event is known or this is the last try: then people are told
 */
export const lookInto = async <R extends Permission>(
  ears: Ears<R>,
  message: Message,
  source: string,
  look: () => Promise<Found>,
): Promise<Into> => {
  const { found, error } = await look().then(
    (seen) => ({ found: seen, error: undefined }),
    (failure: unknown) => ({ found: undefined, error: failure }),
  );
  const isFound = found !== undefined && found.findings.length > 0;
  const filed = isFound ? await file(ears, source, found) : await filedBefore(ears, source);
  if (filed) return { became: becameOf(filed, source), filed, unread: filed.found.unread };
  if (found) return { became: "nothing found", filed, unread: found.unread };
  if (!message.lastTry) throw error;
  await setAside(ears.aside, message, `the event could not be judged: ${(error as Error).name}`);
  return { became: "not judged", filed, unread: undefined };
};

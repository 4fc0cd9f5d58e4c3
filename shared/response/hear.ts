import type { Call, Permission } from "../aws/operations.ts";
import { type ApiCall, readEvent } from "../cloudtrail/api-call.ts";
import type { Order } from "../incident/order.ts";
import { type Found, openIncident, readFound } from "../ledger/incident.ts";
import { isOwnCall } from "../ledger/own-call.ts";
import type { Ledger } from "../ledger/table.ts";
import { type Message, NotYet } from "../queue/batch.ts";
import { type Aside, setAside } from "../queue/set-aside.ts";
import { type Bench, judge, suspectsOf } from "./judge.ts";

/** What hearing events needs besides judging. */
export interface Ears<R extends Permission> extends Bench<R> {
  readonly ledger: Ledger<"dynamodb:GetItem" | "dynamodb:PutItem">;
  readonly send: Call<"sqs:SendMessage">;
  readonly aside: Aside;
  /** The URLs of the queues to contain, to restore, and (delayed) to notify. */
  readonly queues: { readonly identity: string; readonly resource: string; readonly tellBy: string };
  /** The actions that change identities; all others change resources. */
  readonly identityActions: readonly string[];
  /** The ARNs of the roles that our functions run under. */
  readonly ownRoles: readonly string[];
}

/** A call of ours that is not noted by then never will be: whoever made it died in between, or it is not ours. */
const notedWithinMs = 60_000;

/** Our role made a call that the ledger does not know (yet): the call is noted right after it was answered, and its event can be faster. */
export class NotYetKnown extends NotYet {
  override readonly name = "NotYetKnown";
}

/** What became of a message. */
export interface Heard {
  readonly became: "unreadable" | "own call" | "nothing found" | "incident opened" | "known already" | "not judged";
  readonly eventID?: string;
}

const isOurs = ({ actor }: ApiCall, ownRoles: readonly string[]): boolean =>
  actor.credential.kind === "role-session" && ownRoles.includes(actor.credential.roleArn);

/** Sends what has to be done, and sees to it that people are told within a minute even if it takes longer. */
const sendOrders = async <R extends Permission>(ears: Ears<R>, incident: string, { steps }: Found): Promise<void> => {
  for (const { id, action } of steps) {
    const queue = ears.identityActions.includes(action) ? ears.queues.identity : ears.queues.resource;
    const order: Order = { kind: "step", incident, step: id };
    await ears.send("sqs:SendMessage", { QueueUrl: queue, MessageBody: JSON.stringify(order) });
  }
  await ears.send("sqs:SendMessage", {
    QueueUrl: ears.queues.tellBy,
    MessageBody: JSON.stringify({ incident }),
    DelaySeconds: 60,
  });
};

/**
 * Takes one event from the bus all the way to the orders that answer it. The incident is on record before any order is sent. An
 * event that is on record is not judged again, since the world has moved on: its orders are sent again, because whoever put
 * it there may have died in between. Carrying out an order twice does it once.
 * @throws NotYetKnown, NotSettled: look again later; what the calls throw, unless it is the last try
 */
export const hear = async <R extends Permission>(ears: Ears<R>, message: Message): Promise<Heard> => {
  const read = readEvent(message.body);
  if (!read.ok) {
    await setAside(ears.aside, message, read.problem);
    return { became: "unreadable" };
  }
  const { call } = read;
  const { eventID } = call;

  if (isOurs(call, ears.ownRoles)) {
    if (call.requestId && (await isOwnCall(ears.ledger, call.requestId))) return { became: "own call", eventID };
    const age = ears.now().getTime() - Date.parse(call.time);
    if (age < notedWithinMs && !message.lastTry && !call.error)
      throw new NotYetKnown(`${call.service}:${call.name} by our role is not in the ledger`);
  }

  const suspects = suspectsOf(call, ears);
  if (suspects.length === 0) return { became: "nothing found", eventID };
  const known = await readFound(ears.ledger, eventID);
  if (known) {
    await sendOrders(ears, eventID, known);
    return { became: "known already", eventID };
  }
  let found: Found;
  try {
    found = await judge(suspects, ears, { by: call, lastTry: message.lastTry });
  } catch (error) {
    if (!message.lastTry) throw error;
    await setAside(ears.aside, message, `the event could not be judged: ${(error as Error).name}`);
    return { became: "not judged", eventID };
  }
  if (found.findings.length === 0) return { became: "nothing found", eventID };
  const opened = await openIncident(ears.ledger, eventID, found);
  // Somebody else was faster: what they put on record is what counts.
  await sendOrders(ears, eventID, opened ? found : ((await readFound(ears.ledger, eventID)) ?? found));
  return { became: opened ? "incident opened" : "known already", eventID };
};

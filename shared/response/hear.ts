import type { Call, Permission } from "../aws/operations.ts";
import { type ApiCall, readEvent } from "../cloudtrail/api-call.ts";
import type { Found } from "../incident/finding.ts";
import type { Order } from "../incident/order.ts";
import { type Filed, fileSighting, readFiled } from "../ledger/found.ts";
import { isOwnCall } from "../ledger/own-call.ts";
import type { Ledger } from "../ledger/table.ts";
import { type Message, NotYet } from "../queue/batch.ts";
import { type Aside, setAside } from "../queue/set-aside.ts";
import { suspect, type Watch, watching } from "./activities.ts";
import { judge, type Look, type Suspect, suspectsOf } from "./judge.ts";
import { merge } from "./merge.ts";

/** What hearing events needs besides judging. */
export interface Ears<R extends Permission> extends Watch<R> {
  readonly ledger: Ledger<
    | "dynamodb:BatchGetItem"
    | "dynamodb:GetItem"
    | "dynamodb:PutItem"
    | "dynamodb:Query"
    | "dynamodb:TransactWriteItems"
    | "dynamodb:UpdateItem"
  >;
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
  readonly became:
    | "unreadable"
    | "own call"
    | "nothing found"
    | "incident opened"
    | "joined an incident"
    | "known already"
    | "not judged";
  readonly eventID?: string;
}

const isOurs = ({ actor }: ApiCall, ownRoles: readonly string[]): boolean =>
  actor.credential.kind === "role-session" && ownRoles.includes(actor.credential.roleArn);

/** When people are told at the latest, in seconds after something was found. */
const tellWithin = 10;
/** When an order comes a second time, in seconds: should the first be lost, the step is begun or finished all the same. */
const remindAfter = 120;

/** Sends what has to be done, and sees to it that people are told soon even if it takes longer. */
const sendOrders = async <R extends Permission>(ears: Ears<R>, { incident, found }: Filed): Promise<void> => {
  const send = (QueueUrl: string, message: object, DelaySeconds: number) =>
    ears.send("sqs:SendMessage", { QueueUrl, MessageBody: JSON.stringify(message), DelaySeconds });
  const orders = found.steps.map(({ id, action, waitSeconds = 0 }) => {
    const queue = ears.identityActions.includes(action) ? ears.queues.identity : ears.queues.resource;
    const order: Order = { kind: "step", incident, step: id };
    return { queue, order, waitSeconds };
  });
  for (const { queue, order, waitSeconds } of orders) await send(queue, order, waitSeconds);
  await send(ears.queues.tellBy, { incident }, tellWithin);
  for (const { queue, order } of orders) await send(queue, order, remindAfter);
};

/** What became of what was found: it is on record, and ordered. */
const file = async <R extends Permission>(ears: Ears<R>, source: string, found: Found): Promise<Heard["became"]> => {
  // Whoever was faster put on record what counts.
  const filed = await fileSighting(ears.ledger, { source, found });
  await sendOrders(ears, filed);
  if (!filed.fresh) return "known already";
  return filed.incident === source ? "incident opened" : "joined an incident";
};

interface Heeded<R extends Permission> {
  readonly message: Message;
  readonly call: ApiCall;
  readonly suspects: readonly Suspect<R>[];
}

/** Parts of a state that were out of reach. What could be judged is answered already; the event is to come again for the rest. */
export class PartlyRead extends NotYet {
  override readonly name = "PartlyRead";
}

/** At the last try people are told what could not be judged. */
const waitFor = async <R extends Permission>(ears: Ears<R>, message: Message, unread: readonly string[]) => {
  const said = `out of reach: ${unread.join(", ")}`;
  if (!message.lastTry) throw new PartlyRead(said);
  await setAside(ears.aside, message, `the event could not be judged wholly: ${said}`);
};

/** Judges what an earlier look at the same event could not read; nothing is put on record before all of it is known. */
const judgeTheRest = async <R extends Permission>(
  ears: Ears<R>,
  { message, call, suspects }: Heeded<R>,
  parts: readonly string[],
): Promise<void> => {
  const source = `${call.eventID}#rest`;
  const known = await readFiled(ears.ledger, source);
  if (known) return sendOrders(ears, known);
  const look: Look = { source, by: call, lastTry: message.lastTry, parts };
  const { unread, ...found } = await judge(suspects, ears, look);
  if (unread) await waitFor(ears, message, unread);
  if (found.findings.length > 0) await file(ears, source, found);
};

/**
 * Takes one event from the bus all the way to the orders that answer it. The incident is on record before any order is sent. An
 * event that is on record is not judged again, since the world has moved on: its orders are sent again, because whoever put
 * it there may have died in between. Carrying out an order twice does it once.
 * @throws NotYetKnown, NotSettled, PartlyRead: look again later; what the calls throw, unless it is the last try
 */
export const hear = async <R extends Permission>(ears: Ears<R>, message: Message): Promise<Heard> => {
  const read = readEvent(message.body);
  if (!read.ok) {
    await setAside(ears.aside, message, read.problem);
    return { became: "unreadable" };
  }
  const { call } = read;
  const { eventID } = call;

  const ours = isOurs(call, ears.ownRoles);
  if (ours) {
    if (call.requestId && (await isOwnCall(ears.ledger, call.requestId))) return { became: "own call", eventID };
    const age = ears.now().getTime() - Date.parse(call.time);
    if (age < notedWithinMs && !message.lastTry && !call.error)
      throw new NotYetKnown(`${call.service}:${call.name} by our role is not in the ledger`);
  }

  const suspects = suspectsOf(call, ears);
  const activities = watching(ears, call);
  if (suspects.length === 0 && activities.length === 0) return { became: "nothing found", eventID };
  const known = await readFiled(ears.ledger, eventID);
  if (known) {
    await sendOrders(ears, known);
    if (known.found.unread) await judgeTheRest(ears, { message, call, suspects }, known.found.unread);
    return { became: "known already", eventID };
  }
  let found: Found;
  try {
    const look: Look = { source: eventID, by: call, lastTry: message.lastTry };
    found = merge(await Promise.all([judge(suspects, ears, look), suspect(ears, activities, call)]));
  } catch (error) {
    if (!message.lastTry) throw error;
    await setAside(ears.aside, message, `the event could not be judged: ${(error as Error).name}`);
    return { became: "not judged", eventID };
  }
  const became = found.findings.length > 0 ? await file(ears, eventID, found) : "nothing found";
  if (found.unread) await waitFor(ears, message, found.unread);
  return { became, eventID };
};

import type { Call, Permission } from "../aws/operations.ts";
import { type ApiCall, readEvent } from "../cloudtrail/api-call.ts";
import { orderFor } from "../incident/order.ts";
import { openIncident } from "../ledger/incident.ts";
import { isOwnCall } from "../ledger/own-call.ts";
import type { Ledger } from "../ledger/table.ts";
import type { Message } from "../queue/batch.ts";
import { type Aside, setAside } from "../queue/set-aside.ts";
import { type Bench, judgeCall } from "./judge.ts";

/** What hearing events needs besides judging. */
export interface Ears<R extends Permission> extends Bench<R> {
  readonly ledger: Ledger<"dynamodb:GetItem" | "dynamodb:PutItem">;
  readonly send: Call<"sqs:SendMessage">;
  readonly aside: Aside;
  /** The URLs of the queues to contain and to restore. */
  readonly queues: { readonly identity: string; readonly resource: string };
  /** The actions that change identities; all others change resources. */
  readonly identityActions: readonly string[];
  /** The ARNs of the roles that our functions run under. */
  readonly ownRoles: readonly string[];
}

/** Our role made a call that the ledger does not know (yet): the call is noted right after it was answered, and its event can be faster. */
export class NotYetKnown extends Error {
  override readonly name = "NotYetKnown";
}

const isOurs = ({ actor }: ApiCall, ownRoles: readonly string[]): boolean =>
  actor.credential.kind === "role-session" && ownRoles.includes(actor.credential.roleArn);

/** What became of a message. */
export interface Heard {
  readonly became: "unreadable" | "own call" | "nothing found" | "incident opened" | "known already";
  readonly eventID?: string;
}

/**
 * Takes one event from the bus all the way to the orders that answer it. The incident is on record before any order is sent;
 * the orders are sent even if it was on record already, since whoever put it there may have died in between. Carrying out
 * an order twice does it once.
 * @throws NotYetKnown, NotSettled: look again later; what the calls throw
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
    if (!message.lastTry && !call.error)
      throw new NotYetKnown(`${call.service}:${call.name} by our role is not in the ledger`);
  }

  const judgement = await judgeCall(call, ears);
  if (judgement.findings.length === 0) return { became: "nothing found", eventID };
  const opened = await openIncident(ears.ledger, eventID, judgement);
  for (const step of judgement.steps) {
    const queue = ears.identityActions.includes(step.action) ? ears.queues.identity : ears.queues.resource;
    await ears.send("sqs:SendMessage", { QueueUrl: queue, MessageBody: JSON.stringify(orderFor(eventID, step)) });
  }
  return { became: opened ? "incident opened" : "known already", eventID };
};

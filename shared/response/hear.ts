import type { Permission } from "../aws/operations.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import { readFiled } from "../ledger/found.ts";
import { isOwnCall } from "../ledger/own-call.ts";
import { type Message, NotYet } from "../queue/batch.ts";
import { setAside } from "../queue/set-aside.ts";
import { suspect, watching } from "./activities.ts";
import type { Look, Suspect } from "./bench.ts";
import type { Ears, Heard } from "./ears.ts";
import { file, lookedOrTold, sendOrders } from "./file.ts";
import { followUp, noteWhatWasMade } from "./follow-up.ts";
import { hearAlarm } from "./hear-alarm.ts";
import { judge } from "./judge.ts";
import { merge } from "./merge.ts";
import { readMessage } from "./message-event.ts";
import { suspectsOf } from "./suspects.ts";
import { sweep } from "./sweep.ts";
import { noteTalk } from "./talkers.ts";

/** A call of ours that is not noted by then never will be: whoever made it died in between, or it is not ours. */
const notedWithinMs = 60_000;

/** Our role made a call that the ledger does not know (yet): the call is noted right after it was answered, and its event can be faster. */
export class NotYetKnown extends NotYet {
  override readonly name = "NotYetKnown";
}

const isOurs = ({ actor }: ApiCall, ownRoles: readonly string[]): boolean =>
  actor.credential.kind === "role-session" && ownRoles.includes(actor.credential.roleArn);

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

/** Takes one call from the bus all the way to the orders that answer it. */
const hearCall = async <R extends Permission>(ears: Ears<R>, message: Message, call: ApiCall): Promise<Heard> => {
  const { eventID } = call;

  const ours = isOurs(call, ears.ownRoles);
  if (ours) {
    if (call.requestId && (await isOwnCall(ears.ledger, call.requestId))) return { became: "own call", eventID };
    const age = ears.now().getTime() - Date.parse(call.time);
    if (age < notedWithinMs && !message.lastTry && !call.error)
      throw new NotYetKnown(`${call.service}:${call.name} by our role is not in the ledger`);
  }

  // Our own roles change with a deployment, whoever makes it; to put them back would be to take our own rights away.
  const suspects = suspectsOf(call, ears).filter(({ id }) => !ears.ownRoles.includes(id));
  const activities = watching(ears, call);
  // Which identity it was is not said: all of them are looked at.
  if (call.requestOmitted && call.service === "iam" && !call.error && !call.rehearsal) await sweep(ears);
  if (suspects.length === 0 && activities.length === 0) return { became: "nothing found", eventID };
  const known = await readFiled(ears.ledger, eventID);
  if (known) {
    await sendOrders(ears, known);
    await followUp(ears, call);
    if (known.found.unread) await judgeTheRest(ears, { message, call, suspects }, known.found.unread);
    return { became: "known already", eventID };
  }
  const look: Look = { source: eventID, by: call, lastTry: message.lastTry };
  const found = await lookedOrTold(ears, message, async () =>
    merge(await Promise.all([judge(suspects, ears, look), suspect(ears, activities, call)])),
  );
  if (found === undefined) return { became: "not judged", eventID };
  const became = found.findings.length > 0 ? await file(ears, eventID, found) : "nothing found";
  if (found.steps.length > 0) await followUp(ears, call);
  if (found.unread) await waitFor(ears, message, found.unread);
  return { became, eventID };
};

/**
 * Takes one event from the bus, of a call or of an alarm, all the way to the orders that answer it. The incident is on record before
 * any order is sent. An event that is on record is not judged again, since the world has moved on: its orders are sent again,
 * because whoever put it there may have died in between. Carrying out an order twice does it once.
 * @throws NotYetKnown, NotSettled, PartlyRead: look again later; what the calls throw, unless it is the last try
 */
export const hear = async <R extends Permission>(ears: Ears<R>, message: Message): Promise<Heard> => {
  const event = readMessage(message.body);
  if (!event.ok) {
    await setAside(ears.aside, message, event.problem);
    return { became: "unreadable" };
  }
  if ("alarm" in event) return hearAlarm(ears, message, event.alarm);
  const { call } = event;
  const [heard] = await Promise.all([hearCall(ears, message, call), noteTalk(ears, call)]);
  // After what the call itself asks for: nothing is to keep that waiting.
  await noteWhatWasMade(ears, call);
  return heard;
};

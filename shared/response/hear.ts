import type { Permission } from "../aws/operations.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import { isOwnCall } from "../ledger/own-call.ts";
import { type Message, NotYet } from "../queue/batch.ts";
import { setAside } from "../queue/set-aside.ts";
import { suspect, watching } from "./activities.ts";
import type { Look, Suspect } from "./bench.ts";
import type { Ears, Heard } from "./ears.ts";
import { file, filedBefore, lookInto } from "./file.ts";
import { followUp } from "./follow-up.ts";
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
  if (await filedBefore(ears, source)) return;
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
  if (suspects.length === 0 && activities.length === 0) {
    await followUp(ears, call);
    return { became: "nothing found", eventID };
  }
  const look: Look = { source: eventID, by: call, lastTry: message.lastTry };
  const { became, filed, unread } = await lookInto(ears, message, eventID, async () =>
    merge(await Promise.all([judge(suspects, ears, look), suspect(ears, activities, call)])),
  );
  // After what the call itself asks for: nothing is to keep that waiting.
  await followUp(ears, call, filed?.found.steps);
  if (unread && became === "known already") await judgeTheRest(ears, { message, call, suspects }, unread);
  else if (unread) await waitFor(ears, message, unread);
  return { became, eventID };
};

/**
 * Takes one event from the bus, of a call or of an alarm, all the way to the orders that answer it. The incident is on record before
 * any order is sent. Carrying out an order twice does it once.
 * @throws NotYetKnown, NotSettled, PartlyRead: look again later; what the calls throw, unless it is the last try
 */
export const hear = async <R extends Permission>(ears: Ears<R>, message: Message): Promise<Heard> => {
  const event = readMessage(message.body);
  if (!event.ok) {
    await setAside(ears.aside, message, event.problem);
    return { became: "unreadable" };
  }
  if ("alarm" in event) return hearAlarm(ears, message, event.alarm);
  const [heard] = await Promise.all([hearCall(ears, message, event.call), noteTalk(ears, event.call)]);
  return heard;
};

import { createHash } from "node:crypto";
import { evictsOf } from "../actions/action.ts";
import { type Incident, isOver, lastActivity } from "../incident/incident.ts";
import { markTold, noteDecision, readIncident } from "../ledger/incident.ts";
import { fromValues, type Item, keys, type Ledger, type Written } from "../ledger/table.ts";
import type { Channel } from "./channels/channel.ts";
import { controlNotice } from "./control-notice.ts";
import { changeIn } from "./control-words.ts";
import { deliver } from "./deliver.ts";
import { digestOf } from "./digest.ts";
import { incidentNotice, type Telling } from "./incident-notice.ts";
import { isReady } from "./ready.ts";
import { unreadableNotice } from "./unreadable-notice.ts";

/** What telling people needs. */
export interface Voice extends Telling {
  /** All who are told; the people on call first. */
  readonly channels: readonly Channel[];
  readonly ledger: Ledger<"dynamodb:Query" | "dynamodb:PutItem">;
  /** How many times what was done is looked at again before an incident can be closed. */
  readonly looks: number;
}

/** What came of it. */
export type Spoken = "told" | "closed" | "nothing to tell";

/**
 * Tells of an incident if there is news of it. Sending comes before noting that it was sent: rather twice than never.
 * What is written while this sends is later than what is noted, so that the next message has it as new.
 */
const tellIncident = async (voice: Voice, incident: Incident, now: Date): Promise<boolean> => {
  const { ledger, channels, titles } = voice;
  const digest = digestOf(incident, titles);
  if (incident.told?.digest === digest) return false;
  // The same digest can come again after another one, and is another message then.
  const message = `${incident.id}#${incident.told?.count ?? 0}#${digest}`;
  await deliver(channels, ledger, message, incidentNotice(incident, voice, now));
  await markTold({ ...ledger, now: () => now }, incident, digest);
  return true;
};

/** Closes an incident of which all was looked at often enough; the record of that, on the table's stream, leads to the summary. */
const closeIfOver = async ({ ledger, titles, looks }: Voice, incident: Incident): Promise<boolean> => {
  if (!isOver(incident, evictsOf(titles), looks)) return false;
  const now = ledger.now().toISOString();
  const last = lastActivity(incident);
  // Clocks differ: what was closed before its last activity would be open again.
  await noteDecision(ledger, incident.id, { kind: "closed", by: "lockkeeper", at: now > last ? now : last });
  return true;
};

const tellOfWritten = async (voice: Voice, id: string): Promise<Spoken> => {
  const now = voice.ledger.now();
  const incident = await readIncident(voice.ledger, id);
  if (!incident || !isReady(incident, now)) return "nothing to tell";
  // To people who know of it the summary also brings what else is new: one message, not two.
  if (incident.told && (await closeIfOver(voice, incident))) return "closed";
  const told = await tellIncident(voice, incident, now);
  if (!incident.told) await closeIfOver(voice, incident);
  return told ? "told" : "nothing to tell";
};

const tellOfUnreadable = async ({ channels, ledger }: Voice, { pk, problem, queue, at }: Item): Promise<Spoken> => {
  const messageId = String(pk).slice(keys.unreadable("").length);
  const notice = unreadableNotice({ messageId, problem: `${problem}`, queue: `${queue}`, at: `${at}` });
  await deliver(channels, ledger, String(pk), notice);
  return "told";
};

const tellOfControl = async ({ channels, ledger, deployment }: Voice, item: Item): Promise<Spoken> => {
  const change = changeIn(item, ledger.now());
  if (change === undefined) return "nothing to tell";
  const said = createHash("sha256").update(String(item["said"])).digest("hex");
  await deliver(channels, ledger, `${keys.control}#${item["sk"]}#${said}`, controlNotice(change, deployment));
  return "told";
};

/**
 * Tells what was written to the ledger: an incident when its steps have ended and there is news of it; at once that operators
 * changed what holds for all, and that a message could not be read. Also closes an incident that is over.
 * @param written one item, as the table's stream gives it
 * @throws NotSent, and what the ledger throws; the stream comes again with the same item
 */
export const tell = async (voice: Voice, written: Written): Promise<Spoken> => {
  const item = fromValues(written);
  const pk = String(item["pk"]);
  if (pk === keys.control) return tellOfControl(voice, item);
  if (pk.startsWith(keys.unreadable(""))) return tellOfUnreadable(voice, item);
  if (!pk.startsWith(keys.incident("")) || item["sk"] === keys.told) return "nothing to tell";
  return tellOfWritten(voice, pk.slice(keys.incident("").length));
};

/**
 * Tells of an incident whose time is up, however far its steps have come. Told again when they have ended.
 * @throws NotSent, and what the ledger throws; the message comes again
 */
export const tellByNow = async (voice: Voice, id: string): Promise<Spoken> => {
  const now = voice.ledger.now();
  const incident = await readIncident(voice.ledger, id);
  if (!incident) return "nothing to tell";
  return (await tellIncident(voice, incident, now)) ? "told" : "nothing to tell";
};

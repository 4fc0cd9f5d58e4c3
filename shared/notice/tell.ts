import type { Call } from "../aws/operations.ts";
import { underWay } from "../incident/incident.ts";
import { markTold, readIncident } from "../ledger/incident.ts";
import { fromValues, keys, type Ledger } from "../ledger/table.ts";
import { digestOf } from "./digest.ts";
import { incidentNotice } from "./incident-notice.ts";
import type { Notice } from "./notice.ts";
import type { ActionTitle } from "./told.ts";
import { unreadableNotice } from "./unreadable-notice.ts";

/** What telling people needs. */
export interface Voice {
  readonly topic: string;
  readonly publish: Call<"sns:Publish">;
  readonly ledger: Ledger<"dynamodb:Query" | "dynamodb:PutItem">;
  readonly titles: readonly ActionTitle[];
}

const send = async ({ topic, publish }: Voice, notice: Notice): Promise<void> => {
  await publish("sns:Publish", {
    TopicArn: topic,
    Subject: notice.subject,
    MessageStructure: "json",
    Message: JSON.stringify({ default: notice.json, email: notice.email, sms: notice.sms }),
    MessageAttributes: Object.fromEntries(
      Object.entries(notice.attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
    ),
  });
};

/** One item that was written to the ledger, as the table's stream gives it. */
export type Written = Parameters<typeof fromValues>[0];

/**
 * Tells people what was written to the ledger: an incident once all its steps have ended, and again when there is news of it; an
 * unreadable message at once.
 * Publishing comes before noting that it was done: rather twice than never.
 * @throws what publishing throws; the stream comes again with the same items
 */
export const tell = async (voice: Voice, written: Written): Promise<"told" | "nothing to tell"> => {
  const item = fromValues(written);
  const pk = String(item["pk"]);
  if (pk.startsWith(keys.unreadable(""))) {
    const messageId = pk.slice(keys.unreadable("").length);
    const { problem, queue, at } = item;
    await send(voice, unreadableNotice({ messageId, problem: `${problem}`, queue: `${queue}`, at: `${at}` }));
    return "told";
  }
  if (!pk.startsWith(keys.incident("")) || item["sk"] === keys.told) return "nothing to tell";
  const incident = await readIncident(voice.ledger, pk.slice(keys.incident("").length));
  if (!incident || underWay(incident).length > 0 || incident.told?.digest === digestOf(incident))
    return "nothing to tell";
  await send(voice, incidentNotice(incident, voice.titles));
  await markTold(voice.ledger, incident, digestOf(incident));
  return "told";
};

/**
 * Tells people of an incident whose time is up, however far its steps have come. Told again when they have ended.
 * @throws what publishing throws; the message comes again
 */
export const tellByNow = async (voice: Voice, id: string): Promise<"told" | "nothing to tell"> => {
  const incident = await readIncident(voice.ledger, id);
  if (!incident || incident.told?.digest === digestOf(incident)) return "nothing to tell";
  await send(voice, incidentNotice(incident, voice.titles));
  await markTold(voice.ledger, incident, digestOf(incident));
  return "told";
};

import { createHash } from "node:crypto";
import type { Permission } from "../aws/operations.ts";
import type { StreamSettings } from "../baseline/stream-settings.ts";
import type { Actor } from "../cloudtrail/actor.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import { isKnown, principalOf } from "../detections/kinesis/known.ts";
import { countTalk } from "../ledger/talkers.ts";
import { toldOf } from "./cause.ts";
import type { Ears } from "./ears.ts";

/** A call that was refused for want of rights takes nothing from anybody; one that was refused since there were too many does. */
const denials = ["AccessDenied", "AccessDeniedException", "UnrecognizedClientException", "ExpiredTokenException"];

/** What could be taken from a caller: one key of a user, or a role with all its sessions. */
const nameOf = (principal: string, { credential }: Actor): string =>
  credential.kind === "user-key" ? `${principal} ${credential.accessKeyId}` : principal;

/** Most calls are those of the known. Of these one in so many is counted, for as many: a write for each would cost what the trail does. */
const sample = 10;
const isInSample = (eventID: string): boolean =>
  createHash("sha256").update(eventID).digest().readUInt16BE() % sample === 0;

/** For how many calls one stands. */
const weightOf = ({ actor, eventID }: ApiCall, { consumers = [], producers = [] }: StreamSettings): number => {
  if (!isKnown(actor, [...consumers, ...producers])) return 1;
  return isInSample(eventID) ? sample : 0;
};

/**
 * Counts a call that handles the records of a protected resource, so that it is known who makes most of them should an alarm ring.
 * Best effort: what is judged does not depend on it, and that it failed is only logged.
 */
export const noteTalk = async <R extends Permission>(ears: Ears<R>, call: ApiCall): Promise<void> => {
  const { settings, home, alarms } = ears;
  if (!call.data || call.rehearsal || denials.includes(call.error?.code ?? "")) return;
  const kinds = alarms.filter(({ of, dataEvents = {} }) =>
    of.services.some((service) => service === call.service && dataEvents[service]?.includes(call.name)),
  );
  const weights = new Map<string, number>();
  for (const { of } of kinds)
    for (const id of of.touchedBy(call)) {
      const declared = of.declared(id, settings, home);
      if (declared) weights.set(id, weightOf(call, declared));
    }
  const principal = principalOf(call.actor);
  const talk = { principal, name: nameOf(principal, call.actor), last: toldOf(call) };
  try {
    await Promise.all(
      [...weights].map(async ([resource, calls]) => calls > 0 && countTalk(ears.ledger, { resource, calls, ...talk })),
    );
  } catch (error) {
    console.warn({ msg: "call not counted", eventID: call.eventID, error: (error as Error).name });
  }
};

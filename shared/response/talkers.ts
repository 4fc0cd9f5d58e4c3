import type { Permission } from "../aws/operations.ts";
import type { Actor } from "../cloudtrail/actor.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import { principalOf } from "../detections/kinesis/known.ts";
import { countTalk } from "../ledger/talkers.ts";
import { toldOf } from "./cause.ts";
import type { Ears } from "./ears.ts";

/** A call that was refused for want of rights takes nothing from anybody; one that was refused since there were too many does. */
const denials = ["AccessDenied", "AccessDeniedException", "UnrecognizedClientException", "ExpiredTokenException"];

/** What could be taken from a caller: one key of a user, or a role with all its sessions. */
const nameOf = (principal: string, { credential }: Actor): string =>
  credential.kind === "user-key" ? `${principal} ${credential.accessKeyId}` : principal;

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
  const ids = new Set(
    kinds.flatMap(({ of }) => of.touchedBy(call).filter((id) => of.declared(id, settings, home) !== undefined)),
  );
  const principal = principalOf(call.actor);
  const talk = { principal, name: nameOf(principal, call.actor), last: toldOf(call) };
  try {
    await Promise.all([...ids].map((resource) => countTalk(ears.ledger, { resource, ...talk })));
  } catch (error) {
    console.warn({ msg: "call not counted", eventID: call.eventID, error: (error as Error).name });
  }
};

import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { Talker } from "../cloudtrail/talker.ts";
import type { Cause } from "../incident/finding.ts";

/** A call as far as people are told of it. Its other parts stay behind: they can hold anything. */
export const toldOf = ({ eventID, service, name, time, actor, sourceIp, userAgent }: ApiCall): Talker["last"] => ({
  eventID,
  service,
  name,
  time,
  actor,
  ...(sourceIp ? { sourceIp: sourceIp.slice(0, 100) } : {}),
  ...(userAgent ? { userAgent: userAgent.slice(0, 200) } : {}),
});

/** The same of a call that led to a finding, and whether it is to blame for it. */
export const causeOf = (call: ApiCall, { blamed, onBehalf }: Pick<Cause, "blamed" | "onBehalf">): Cause => ({
  ...toldOf(call),
  blamed,
  ...(onBehalf ? { onBehalf } : {}),
  ...(call.rehearsal ? { rehearsal: call.rehearsal } : {}),
});

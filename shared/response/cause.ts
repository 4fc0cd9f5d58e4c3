import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { Cause } from "../incident/finding.ts";

/** A call as far as people are told of it. Its other parts stay behind: they can hold anything. */
export const causeOf = (call: ApiCall, { blamed, onBehalf }: Pick<Cause, "blamed" | "onBehalf">): Cause => {
  const { eventID, service, name, time, actor, sourceIp, userAgent, rehearsal } = call;
  const from = {
    ...(sourceIp ? { sourceIp: sourceIp.slice(0, 100) } : {}),
    ...(userAgent ? { userAgent: userAgent.slice(0, 200) } : {}),
  };
  return {
    eventID,
    service,
    name,
    time,
    actor,
    ...from,
    blamed,
    ...(onBehalf ? { onBehalf } : {}),
    ...(rehearsal ? { rehearsal } : {}),
  };
};

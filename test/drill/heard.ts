import type { Lab } from "../lab/index.ts";

/** What detect says in its log of each event, by CloudTrail's event id; once for each delivery. */
export const heardBy = (lab: Lab): ReadonlyMap<string, readonly string[]> => {
  const heard = new Map<string, string[]>();
  for (const { line } of lab.functions.logs("detect")) {
    const { message } = JSON.parse(line) as { message?: { msg?: string; eventID?: string; became?: string } };
    if (message?.msg !== "heard" || !message.eventID) continue;
    heard.set(message.eventID, [...(heard.get(message.eventID) ?? []), message.became ?? ""]);
  }
  return heard;
};

import { type Incident, underWay } from "../incident/incident.ts";

/** A step is waited for so long, so that what it came to stands in the same message. */
export const patienceMs = 10_000;

/**
 * Whether it is time to tell. The first message waits for the steps of the first look; an update, for those of all. Nobody waits
 * for a step that has taken too long: then it is told as under way, with what went wrong.
 */
export const isReady = (incident: Incident, now: Date): boolean => {
  const { findings, told } = incident;
  const [first] = findings;
  const awaited = underWay(incident).filter(({ source }) => told !== undefined || source === first?.source);
  return awaited.every(({ source }) => {
    const found = findings.findLast((finding) => finding.source === source);
    return found === undefined || now.getTime() - Date.parse(found.time) >= patienceMs;
  });
};

import { type Incident, underWay } from "../incident/incident.ts";

/** A step is waited for so long, so that what it came to stands in the same message. */
export const patienceMs = 10_000;

/**
 * Whether it is time to tell. The first message waits for the steps of the first look, not for those of later ones; an update waits
 * for all. Nobody waits for a step that has taken too long: then it is told as under way, with what went wrong.
 */
export const isReady = (incident: Incident, now: Date): boolean => {
  const { findings, told, openedAt } = incident;
  const [first, ...later] = findings;
  const isLater = (source: string) => source !== first?.source && later.some((finding) => finding.source === source);
  const awaited = underWay(incident).filter(({ source }) => told !== undefined || !isLater(source));
  return awaited.every(({ source }) => {
    const since = findings.findLast((finding) => finding.source === source)?.time ?? openedAt;
    return now.getTime() - Date.parse(since) >= patienceMs;
  });
};

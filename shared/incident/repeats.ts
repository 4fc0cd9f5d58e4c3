import { isDeepStrictEqual } from "node:util";
import type { Finding, Found, PlannedStep } from "./finding.ts";
import type { Incident } from "./incident.ts";

/**
 * Whether a step is still to be planned, by how things are then, or waits for somebody to approve of it. What has begun was planned
 * before: it may have been taken back already.
 */
const isPending = ({ records }: Incident, { id }: PlannedStep): boolean => {
  const record = records.get(id);
  return record === undefined || record.outcome?.type === "awaiting-approval";
};

/** Whether nothing is done for a step, since what it answers came out of an archive or not from AWS. */
const isRehearsal = (findings: readonly Finding[], { source }: PlannedStep): boolean =>
  findings.some((finding) => finding.source === source && finding.cause?.rehearsal !== undefined);

/** Many events can tell of one drift: what is on its way for it is not ordered twice. What has ended may have to be done again. */
export const withoutRepeats = (found: Found, incident: Incident | undefined): Found => {
  const pending = (incident?.steps ?? []).filter(
    (step) => incident && isPending(incident, step) && !isRehearsal(incident.findings, step),
  );
  const isRepeat = ({ action, params }: PlannedStep) =>
    pending.some((other) => other.action === action && isDeepStrictEqual(other.params, params));
  return { ...found, steps: found.steps.filter((step) => !isRepeat(step)) };
};

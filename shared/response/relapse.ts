import { isDeepStrictEqual } from "node:util";
import { evictsOrIsolates } from "../actions/action.ts";
import type { Permission } from "../aws/operations.ts";
import { containmentUndone } from "../detections/response/containment-undone.ts";
import type { Found } from "../incident/finding.ts";
import { type Incident, isUndone, type StepRecord } from "../incident/incident.ts";
import type { AnyAction, Hands } from "./hands.ts";
import { afterRelapse } from "./ladder.ts";
import { stepId } from "./step-id.ts";

/**
 * Whether to leave a relapse to the event that tells of it, which may still be on its way: it says whose doing it is, and a look
 * does not. Not where an identity is free again, and not at the last look.
 */
export const mayBeHeardOf = <P extends Permission>(
  { settings }: Hands<P>,
  action: AnyAction<P>,
  { waversSince }: StepRecord,
  look: number,
): boolean => !evictsOrIsolates(action) && waversSince === undefined && look < settings.recheckSeconds.length;

/**
 * Whether the same was found to be wrong since, and is answered by the same step already. Anything else that was found about
 * the resource puts nothing right, and one that only a rehearsal ordered is never carried out.
 */
export const isHeardOf = ({ findings, steps }: Incident, { id, answers, endedAt = "" }: StepRecord): boolean => {
  const own = steps.find((step) => step.id === id);
  const since = findings.filter(
    ({ resource, time, cause }) => resource.id === answers.resource.id && time > endedAt && !cause?.rehearsal,
  );
  return steps.some(
    ({ id: other, action, params, source }) =>
      other !== id &&
      action === own?.action &&
      isDeepStrictEqual(params, own.params) &&
      since.some((finding) => finding.source === source),
  );
};

/** Whether an operator has had a step on the same resource undone since: that is as wanted, and not fought. */
export const isTakenBackSince = ({ records }: Incident, { change, endedAt = "" }: StepRecord): boolean =>
  [...records.values()].some(
    ({ change: other, undo, undoOrder }) =>
      other?.resource === change?.resource &&
      (undoOrder?.at ?? "") > endedAt &&
      (undo === undefined || isUndone({ undo })),
  );

/** What is found when what a step did is not so any more, and what follows. */
export const foundRelapsed = <P extends Permission>(
  { home, ledger }: Hands<P>,
  incident: Incident,
  record: StepRecord,
  look: number,
): Found => {
  const source = `${record.id}-look-${look}`;
  const { id: detection, title, severity, attack, controls } = containmentUndone;
  const { resource, relapseOf = record.answers.detection } = record.answers;
  const first = incident.findings.find(
    (finding) => finding.detection === record.answers.detection && finding.source === record.answers.source,
  );
  const { steps, advice } = afterRelapse(incident, record, { account: home.account, now: ledger.now() });
  return {
    findings: [
      {
        detection,
        title,
        severity,
        confidence: "High",
        attack,
        controls,
        evidence: `${record.change?.resource} is not as ${record.action} left it any more.`,
        resource,
        account: home.account,
        region: home.region,
        time: ledger.now().toISOString(),
        source,
        // Who was answered before; who took it back is not known from a look.
        ...(first?.cause ? { cause: first.cause } : {}),
      },
    ],
    steps: steps.map((step) => ({ ...step, id: stepId(step, source), detection, resource, source, relapseOf })),
    advice,
  };
};

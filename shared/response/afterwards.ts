import type { Permission } from "../aws/operations.ts";
import type { Settings } from "../baseline/settings.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { AnyDrift } from "../detections/detection.ts";
import { isTrusted } from "../detections/iam/trusted.ts";
import type { Cause, Finding, Found } from "../incident/finding.ts";
import { readOpenAbout } from "../ledger/found.ts";
import type { Ledger } from "../ledger/table.ts";
import { blameFor } from "./blame.ts";
import { causeOf } from "./cause.ts";
import { stepId } from "./step-id.ts";

/** CloudTrail's times are whole seconds. */
const clockMs = 1_000;

/** Whether it is known whose doing it was. A rehearsal may say anything of anybody. */
const isBlamed = (cause: Finding["cause"]): cause is Cause => cause?.blamed === true && cause.rehearsal === undefined;

/** What was found about the resource after the call was made. */
const foundAfter = ({ resource, time, state }: Finding, id: string, call: ApiCall): boolean =>
  resource.id === id && state !== undefined && Date.parse(time) >= Date.parse(call.time) - clockMs;

/**
 * Whether a later call is known to have brought it about: then what an earlier one did had been put right before. That an
 * earlier one is known excuses nobody: whoever came after them did the same again.
 */
const isSinceExplained = (all: readonly Finding[], { detection, resource, time }: Finding, call: ApiCall): boolean =>
  all.some(
    ({ cause, ...other }) =>
      isBlamed(cause) &&
      other.detection === detection &&
      other.resource.id === resource.id &&
      Date.parse(cause.time) > Date.parse(call.time) &&
      Date.parse(cause.time) <= Date.parse(time) + clockMs,
  );

interface Afterwards<R extends Permission> {
  readonly drifts: readonly AnyDrift<R>[];
  readonly settings: Settings;
  readonly account: string;
  readonly now: () => Date;
  readonly ledger: Ledger<"dynamodb:BatchGetItem" | "dynamodb:Query">;
}

/**
 * Events come in any order: somebody else's can have led to the look that found what this call had brought about, and by now it
 * has been put right. Whoever made the call is held to account all the same, by the state that was found then.
 */
export const explainedBy = async <R extends Permission>(
  { drifts, settings, account, now, ledger }: Afterwards<R>,
  call: ApiCall,
  id: string,
): Promise<Found> => {
  const nothing: Found = { findings: [], steps: [], advice: [] };
  // What those do who are trusted is how a resource is meant to be where nobody declares it.
  const trusted = isTrusted(call, settings);
  const possible = drifts.filter(({ of, causes }) => Object.hasOwn(causes, call.name) && !(of.learned && trusted));
  if (possible.length === 0) return nothing;
  const incident = await readOpenAbout(ledger, id);
  for (const finding of incident?.findings.toReversed() ?? []) {
    const drift = possible.find((one) => one.id === finding.detection);
    if (drift === undefined || !foundAfter(finding, id, call)) continue;
    if (isSinceExplained(incident?.findings ?? [], finding, call)) continue;
    const blame = blameFor(drift, call, { state: finding.state, found: finding.found ?? "" }, account);
    if (!blame.blamed && blame.advice.length === 0) continue;
    const source = call.eventID;
    const explained: Finding = {
      ...finding,
      evidence: `${finding.evidence} It has been found before; this call had brought it about.`,
      time: now().toISOString(),
      source,
      cause: causeOf(call, blame),
    };
    const answers = { detection: drift.id, resource: finding.resource, source };
    return {
      findings: [explained],
      steps: blame.steps.map((step) => ({ ...step, id: stepId(step, source), ...answers })),
      advice: blame.advice,
    };
  }
  return nothing;
};

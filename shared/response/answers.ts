import type { Step } from "../actions/action.ts";
import type { Permission } from "../aws/operations.ts";
import type { AnyDrift, Verdict } from "../detections/detection.ts";
import type { Finding, Found } from "../incident/finding.ts";
import type { Accepted } from "../ledger/accepted.ts";
import { typeOf } from "../resources/resource.ts";
import type { Ahead } from "./ahead.ts";
import type { Bench, Look, Suspect } from "./bench.ts";
import type { Blame } from "./blame.ts";
import { causeOf } from "./cause.ts";
import { stepId } from "./step-id.ts";

/** Past this a state is not kept with a finding, so that the finding always fits in an item of the table (400 KB). */
const mostState = 20_000;

/** What one drift found in one look. */
export interface Judged<R extends Permission> {
  readonly drift: AnyDrift<R>;
  /** With whose doing each of them is; none of them accepted. */
  readonly verdicts: readonly (Verdict & { readonly blame: Blame })[];
}

export interface Looked<R extends Permission> extends Suspect<R> {
  readonly look: Look;
  readonly bench: Bench<R>;
  /** What operators have accepted of it, where that is being read already. */
  readonly accepted?: Ahead<readonly Accepted[]>;
}

/** What was found, verdict by verdict. */
export const findingsOf = <R extends Permission>(
  { of, id, look: { source, by }, bench: { home, now } }: Looked<R>,
  { drift, verdicts }: Judged<R>,
  state: unknown,
): readonly Finding[] =>
  verdicts.map(({ evidence, found, severity, blame }) => ({
    detection: drift.id,
    title: drift.title,
    severity: severity ?? drift.severity,
    // The state itself was read.
    confidence: "High",
    attack: drift.attack,
    controls: drift.controls,
    evidence,
    resource: { type: typeOf(of, id), id },
    account: home.account,
    region: home.region,
    time: now().toISOString(),
    source,
    found,
    ...(drift.several ? { several: true } : {}),
    ...(JSON.stringify(state ?? null).length <= mostState ? { state } : {}),
    ...(by ? { cause: causeOf(by, blame) } : {}),
  }));

/** What is to be done about it: about whoever did it, and about the resource. */
export const answersTo = <R extends Permission>(
  { of, id, look: { source } }: Looked<R>,
  { drift, verdicts }: Judged<R>,
  playbook: readonly Step[],
): Pick<Found, "steps" | "advice"> => {
  const answers = { detection: drift.id, resource: { type: typeOf(of, id), id }, source };
  const steps = [...verdicts.flatMap(({ blame }) => blame.steps), ...playbook];
  return {
    steps: steps.map((step) => ({ ...step, id: stepId(step, source), ...answers })),
    advice: verdicts.flatMap(({ advice, blame }) => [...(advice === undefined ? [] : [advice]), ...blame.advice]),
  };
};

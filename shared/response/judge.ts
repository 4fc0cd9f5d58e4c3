import { createHash } from "node:crypto";
import type { Step } from "../actions/action.ts";
import type { Call, Permission } from "../aws/operations.ts";
import type { Settings } from "../baseline/settings.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { Drift } from "../detections/detection.ts";
import type { Cause, Finding, PlannedStep } from "../incident/finding.ts";
import type { Home } from "../resources/resource.ts";
import { rungFor } from "./ladder.ts";

// biome-ignore lint/suspicious/noExplicitAny: the registry holds drifts of every resource; each judges only states of its own.
export type AnyDrift<R extends Permission> = Drift<string, any, any, R>;

/** What came of looking at an event. */
export interface Judgement {
  readonly findings: readonly Finding[];
  readonly steps: readonly PlannedStep[];
  /** What a person has to do about an actor that cannot be contained from here. */
  readonly advice: readonly string[];
}

/** A resource is still changing, so its state cannot be judged yet. The event is to be looked at again. */
export class NotSettled extends Error {
  override readonly name = "NotSettled";
}

const nothing: Judgement = { findings: [], steps: [], advice: [] };

const stepId = ({ action, params }: Step): string =>
  `${action}-${createHash("sha256").update(JSON.stringify(params)).digest("hex").slice(0, 12)}`;

const causeOf = ({ eventID, service, name, time, actor, sourceIp, userAgent }: ApiCall, blamed: boolean): Cause => ({
  eventID,
  service,
  name,
  time,
  actor,
  ...(sourceIp ? { sourceIp } : {}),
  ...(userAgent ? { userAgent: userAgent.slice(0, 200) } : {}),
  blamed,
});

const unique = (steps: readonly PlannedStep[]): readonly PlannedStep[] => [
  ...new Map(steps.map((step) => [step.id, step])).values(),
];

const merge = (all: readonly Judgement[]): Judgement => ({
  findings: all.flatMap(({ findings }) => findings),
  steps: unique(all.flatMap(({ steps }) => steps)),
  advice: [...new Set(all.flatMap(({ advice }) => advice))],
});

/** What judging needs: the law, where it holds, and how to look at things. */
export interface Bench<R extends Permission> {
  readonly settings: Settings;
  readonly home: Home;
  readonly drifts: readonly AnyDrift<R>[];
  readonly call: Call<R>;
  readonly now: () => Date;
}

/** Judges the state of one resource. `by` is the call that led here, if one did. */
const judgeOne = async <R extends Permission>(
  of: AnyDrift<R>["of"],
  id: string,
  bench: Bench<R>,
  by?: ApiCall,
): Promise<Judgement> => {
  const declared = of.declared(id, bench.settings, bench.home);
  if (declared === undefined) return nothing;
  const state = await of.read(id, bench.call);
  if (state === undefined) return nothing;
  const baseline = await of.baseline(id, declared, bench.call);

  const found = bench.drifts.flatMap((drift) => {
    if (drift.of !== of) return [];
    const verdict = drift.judge(state, baseline);
    return verdict ? [{ drift, verdict }] : [];
  });
  // A change under way may be the very one that this event tells of: what looks right now may be wrong in a second.
  if (found.length === 0 && of.settling(state)) throw new NotSettled(`${id} is still changing`);

  return merge(
    found.map(({ drift, verdict }): Judgement => {
      const blamed = by !== undefined && drift.causes.includes(by.name) && by.actor.invokedBy === undefined;
      const finding: Finding = {
        detection: drift.id,
        title: drift.title,
        severity: verdict.severity ?? drift.severity,
        attack: drift.attack,
        controls: drift.controls,
        evidence: verdict.evidence,
        resource: { type: of.type, id },
        account: bench.home.account,
        region: bench.home.region,
        time: bench.now().toISOString(),
        ...(by ? { cause: causeOf(by, blamed) } : {}),
      };
      const rung = blamed ? rungFor(by.actor, bench.home.account) : undefined;
      const steps = [...(rung && "step" in rung ? [rung.step] : []), ...drift.playbook(state, baseline)];
      return {
        findings: [finding],
        steps: steps.map((step) => ({ ...step, id: stepId(step), detection: drift.id, resource: finding.resource })),
        advice: rung && "advice" in rung ? [rung.advice] : [],
      };
    }),
  );
};

/**
 * Judges everything that a call touched, on its state now. A call that failed changed nothing and drifts nothing.
 * @throws NotSettled when a resource is still changing; what the reads throw
 */
export const judgeCall = async <R extends Permission>(apiCall: ApiCall, bench: Bench<R>): Promise<Judgement> => {
  if (apiCall.error) return nothing;
  const kinds = [...new Set(bench.drifts.map(({ of }) => of))];
  const touched = kinds.flatMap((of) => of.touchedBy(apiCall).map((id) => ({ of, id })));
  return merge(await Promise.all(touched.map(({ of, id }) => judgeOne(of, id, bench, apiCall))));
};

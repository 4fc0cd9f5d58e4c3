import type { Call, Permission } from "../aws/operations.ts";
import type { Settings } from "../baseline/settings.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { AnyDrift } from "../detections/detection.ts";
import type { Finding, Found } from "../incident/finding.ts";
import { isAccepted, readAccepted } from "../ledger/accepted.ts";
import type { Ledger } from "../ledger/table.ts";
import { NotYet } from "../queue/batch.ts";
import type { Home } from "../resources/resource.ts";
import { explainedBy } from "./afterwards.ts";
import { blameFor } from "./blame.ts";
import { causeOf } from "./cause.ts";
import { stepId } from "./step-id.ts";

/** A resource is still changing, so its state cannot be judged yet. The event is to be looked at again. */
export class NotSettled extends NotYet {
  override readonly name = "NotSettled";
}

/** What judging needs: the law, where it holds, and how to look at things. */
export interface Bench<R extends Permission> {
  readonly settings: Settings;
  readonly home: Home;
  readonly drifts: readonly AnyDrift<R>[];
  readonly call: Call<R>;
  readonly now: () => Date;
  /** Where stands what operators have accepted, and what was found before. */
  readonly ledger: Ledger<"dynamodb:BatchGetItem" | "dynamodb:Query">;
}

/** A protected resource that is to be looked at. */
export interface Suspect<R extends Permission> {
  readonly of: AnyDrift<R>["of"];
  readonly id: string;
}

const nothing: Found = { findings: [], steps: [], advice: [] };

const merge = (all: readonly Found[]): Found => {
  const steps = all.flatMap((found) => found.steps);
  return {
    findings: all.flatMap(({ findings }) => findings),
    steps: [...new Map(steps.map((step) => [step.id, step])).values()],
    advice: [...new Set(all.flatMap(({ advice }) => advice))],
  };
};

/**
 * The protected resources that a call concerns: those it names, or, when CloudTrail left its parameters out, all of the
 * service. A call that failed changed nothing and concerns none.
 */
export const suspectsOf = <R extends Permission>(call: ApiCall, bench: Bench<R>): readonly Suspect<R>[] => {
  if (call.error) return [];
  const kinds = [...new Set(bench.drifts.map(({ of }) => of))].filter(({ services }) =>
    services.includes(call.service),
  );
  return kinds.flatMap((of) => {
    const ids = call.requestOmitted ? of.protected(bench.settings, bench.home) : of.touchedBy(call);
    return ids.filter((id) => of.declared(id, bench.settings, bench.home) !== undefined).map((id) => ({ of, id }));
  });
};

const judgeOne = async <R extends Permission>(
  { of, id }: Suspect<R>,
  bench: Bench<R>,
  { source, by, lastTry }: Look,
): Promise<Found> => {
  const { settings, home, call, now } = bench;
  const declared = of.declared(id, settings, home);
  const state = declared && (await of.read(id, call));
  if (state === undefined) return nothing;
  const baseline = await of.baseline(id, declared, call);

  const judged = bench.drifts
    .filter((drift) => drift.of === of)
    .flatMap((drift) => {
      const verdict = drift.judge(state, baseline);
      return verdict ? [{ drift, verdict, blame: blameFor(drift, by, state, home.account) }] : [];
    });
  if (judged.length === 0 && !of.settling(state))
    return by ? explainedBy({ ...bench, account: home.account }, by, id) : nothing;
  const accepted = judged.length === 0 ? [] : await readAccepted(bench.ledger, id);
  const found = judged.filter(({ drift, verdict }) => !isAccepted(accepted, drift.id, verdict.found));
  // While the resource is changing, what looks right may be wrong in a second, and what looks wrong may be what somebody is
  // just repairing. Only a call that has certainly brought about what is seen is answered at once.
  if (of.settling(state) && !lastTry && !found.some(({ blame }) => blame.blamed))
    throw new NotSettled(`${id} is still changing`);

  return merge(
    found.map(({ drift, verdict, blame }): Found => {
      const finding: Finding = {
        detection: drift.id,
        title: drift.title,
        severity: verdict.severity ?? drift.severity,
        // The state itself was read.
        confidence: "High",
        attack: drift.attack,
        controls: drift.controls,
        evidence: verdict.evidence,
        resource: { type: of.type, id },
        account: home.account,
        region: home.region,
        time: now().toISOString(),
        source,
        found: verdict.found,
        state,
        ...(by ? { cause: causeOf(by, blame.blamed) } : {}),
      };
      const answers = { detection: drift.id, resource: finding.resource, source };
      const steps = [...blame.steps, ...drift.playbook(state, baseline)];
      return {
        findings: [finding],
        steps: steps.map((step) => ({ ...step, id: stepId(step, source), ...answers })),
        advice: blame.advice,
      };
    }),
  );
};

/** What led to a look, whose call if one did, and whether there will be no other look. */
export interface Look {
  /** Names the look: CloudTrail's event id, or another that is the same each time it is taken. */
  readonly source: string;
  readonly by?: ApiCall;
  readonly lastTry: boolean;
}

/**
 * Judges resources on their state now.
 * @throws NotSettled when one is still changing; what the reads throw
 */
export const judge = async <R extends Permission>(
  suspects: readonly Suspect<R>[],
  bench: Bench<R>,
  look: Look,
): Promise<Found> => merge(await Promise.all(suspects.map((suspect) => judgeOne(suspect, bench, look))));

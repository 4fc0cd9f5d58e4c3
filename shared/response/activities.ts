import type { Permission } from "../aws/operations.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { AnyActivity, Facts, Suspicion, Touched } from "../detections/detection.ts";
import type { Finding, Found } from "../incident/finding.ts";
import type { Ledger } from "../ledger/table.ts";
import { addToWindow, seenFirst } from "../ledger/window.ts";
import { causeOf } from "./cause.ts";
import type { Bench } from "./judge.ts";
import { rungFor } from "./ladder.ts";
import { merge } from "./merge.ts";
import { stepId } from "./step-id.ts";

/** What looking at activities needs besides judging states. */
export interface Watch<R extends Permission> extends Bench<R> {
  readonly activities: readonly AnyActivity[];
  readonly ledger: Ledger<
    "dynamodb:BatchGetItem" | "dynamodb:GetItem" | "dynamodb:PutItem" | "dynamodb:Query" | "dynamodb:UpdateItem"
  >;
}

/** The activities that look at a call. */
export const watching = <R extends Permission>({ activities }: Watch<R>, call: ApiCall): readonly AnyActivity[] =>
  activities.filter((activity) => activity.watches(call));

const touchedOf = <R extends Permission>({ drifts, settings, home }: Watch<R>, call: ApiCall) => {
  const kinds = [...new Set(drifts.map(({ of }) => of))].filter(({ services }) => services.includes(call.service));
  const named = kinds.flatMap((of) => of.touchedBy(call).map((id) => ({ of, id })));
  const all = kinds.flatMap((of) => of.protected(settings, home).map((id) => ({ of, id })));
  const touched = (named.length > 0 ? named : all).flatMap(({ of, id }): readonly Touched[] => {
    const declared = of.declared(id, settings, home);
    return declared ? [{ type: of.type, id, declared }] : [];
  });
  return { touched, namesNone: named.length === 0 };
};

const factsFor = <R extends Permission>(watch: Watch<R>, activity: AnyActivity, call: ApiCall): Facts => {
  const { settings, home, ledger } = watch;
  return {
    settings,
    home,
    ...touchedOf(watch, call),
    distinct: (window, thing, seconds) => addToWindow(ledger, `${activity.id}#${window}`, thing, seconds),
    first: (what, seconds) => seenFirst(ledger, `${activity.id}#${what}`, call.eventID, seconds),
  };
};

const foundBy = (
  { id, title, severity, attack, controls }: AnyActivity,
  call: ApiCall,
  suspicion: Suspicion,
  { home, now }: Pick<Bench<Permission>, "home" | "now">,
): Found => {
  const { evidence, resource, confidence, evict } = suspicion;
  const source = call.eventID;
  const finding: Finding = {
    detection: id,
    title,
    severity: suspicion.severity ?? severity,
    confidence,
    attack,
    controls,
    evidence,
    resource,
    account: home.account,
    region: home.region,
    time: now().toISOString(),
    source,
    // Whoever is to be evicted is to blame. An AWS service that acts for somebody never is.
    cause: causeOf(call, evict && call.actor.invokedBy === undefined),
  };
  if (!finding.cause?.blamed) return { findings: [finding], steps: [], advice: [] };
  const rung = rungFor(call.actor, home.account);
  if ("advice" in rung) return { findings: [finding], steps: [], advice: [rung.advice] };
  return {
    findings: [finding],
    steps: [{ ...rung.step, id: stepId(rung.step, source), detection: id, resource, source }],
    advice: [],
  };
};

/** What a call makes the activities think that look at it. @throws what the table throws */
export const suspect = async <R extends Permission>(
  watch: Watch<R>,
  activities: readonly AnyActivity[],
  call: ApiCall,
): Promise<Found> => {
  const all = await Promise.all(
    activities.map(async (activity) => {
      const suspicions = await activity.detect(call, factsFor(watch, activity, call));
      return suspicions.map((suspicion) => foundBy(activity, call, suspicion, watch));
    }),
  );
  return merge(all.flat());
};

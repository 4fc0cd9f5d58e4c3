import type { Permission } from "../aws/operations.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { AnyDrift } from "../detections/detection.ts";
import type { Bench, Suspect } from "./bench.ts";

/**
 * Those of a kind that a call concerns. A write that names none in a form that is known may concern any of them, unless it is known
 * to change something else: there will be new ways to name them, and new calls.
 */
const concernedBy = <R extends Permission>(of: AnyDrift<R>["of"], call: ApiCall, { settings, home }: Bench<R>) => {
  // What changes nothing that is judged leads to no look, where all is read afresh for one.
  if (of.learned && Object.hasOwn(of.claims, call.name) && of.claims[call.name] === "other") return [];
  const named = call.requestOmitted ? [] : of.touchedBy(call);
  const isHere = call.account === home.account && call.region === home.region;
  if (named.length > 0 || call.readOnly || !isHere || of.claims[call.name] === "other") return named;
  return of.protected(settings, home);
};

/**
 * The protected resources that a call concerns: those it names, or all of the service, when CloudTrail left its parameters out or
 * they name none in a form that is known. A call that failed, or handled records only, changed nothing and concerns none.
 */
export const suspectsOf = <R extends Permission>(call: ApiCall, bench: Bench<R>): readonly Suspect<R>[] => {
  if (call.error || call.data) return [];
  const kinds = [...new Set(bench.drifts.map(({ of }) => of))].filter(({ services }) =>
    services.includes(call.service),
  );
  return kinds.flatMap((of) => {
    const ids = concernedBy(of, call, bench);
    return ids.filter((id) => of.declared(id, bench.settings, bench.home) !== undefined).map((id) => ({ of, id }));
  });
};

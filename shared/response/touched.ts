import type { Permission } from "../aws/operations.ts";
import type { Settings } from "../baseline/settings.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { Surroundings, Touched } from "../detections/activity.ts";
import type { AnyDrift } from "../detections/detection.ts";
import type { Home } from "../resources/resource.ts";

/** What is guarded, and where. */
export interface Guarded<R extends Permission> {
  readonly drifts: readonly AnyDrift<R>[];
  readonly settings: Settings;
  readonly home: Home;
}

/** What can be said of a call at once: the protected resources that it names, or all of its service where it names none in a form that is known. */
export const surroundingsOf = <R extends Permission>(
  { drifts, settings, home }: Guarded<R>,
  call: ApiCall,
): Surroundings => {
  const kinds = [...new Set(drifts.map(({ of }) => of))].filter(({ services }) => services.includes(call.service));
  const named = kinds.flatMap((of) => of.touchedBy(call).map((id) => ({ of, id })));
  const all = kinds.flatMap((of) => of.protected(settings, home).map((id) => ({ of, id })));
  const touched = (named.length > 0 ? named : all).flatMap(({ of, id }): readonly Touched[] => {
    const declared = of.declared(id, settings, home);
    return declared ? [{ type: of.type, id, declared }] : [];
  });
  return { settings, home, touched, namesNone: named.length === 0 };
};

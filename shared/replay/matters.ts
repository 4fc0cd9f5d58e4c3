import type { Permission } from "../aws/operations.ts";
import type { Settings } from "../baseline/settings.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { AnyActivity } from "../detections/activity.ts";
import type { AnyDrift } from "../detections/detection.ts";
import { surroundingsOf } from "../response/touched.ts";

/** What a replay judges by. */
export interface Law {
  readonly settings: Settings;
  readonly drifts: readonly AnyDrift<Permission>[];
  readonly activities: readonly AnyActivity[];
}

/**
 * Whether something could follow from a call: it may have changed a guarded resource, or an activity looks at it. All others are counted
 * and let go, so that an archive of any size fits.
 */
export const mattersTo = ({ settings, drifts, activities }: Law): ((call: ApiCall) => boolean) => {
  const kinds = [...new Set(drifts.map(({ of }) => of))];
  return (call) => {
    const home = { account: call.account, region: call.region };
    const isWrite = !call.error && !call.data && !call.readOnly;
    const changes = kinds.some(
      (of) =>
        isWrite &&
        of.services.includes(call.service) &&
        (call.requestOmitted || of.touchedBy(call).some((id) => of.declared(id, settings, home) !== undefined)),
    );
    if (changes) return true;
    const around = surroundingsOf({ drifts, settings, home }, call);
    return activities.some((activity) => activity.watches(call, around));
  };
};

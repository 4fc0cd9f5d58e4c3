import type { Settings } from "../../../../shared/baseline/settings.ts";
import type { StreamSettings } from "../../../../shared/baseline/stream-settings.ts";
import type { ApiCall } from "../../../../shared/cloudtrail/api-call.ts";
import type { AnyActivity, Facts, Suspicion } from "../../../../shared/detections/activity.ts";
import { drifts } from "../../../../shared/detections/index.ts";
import { openWindows } from "../../../../shared/replay/windows.ts";
import { surroundingsOf } from "../../../../shared/response/touched.ts";
import { callOf, home, identities, orders, settingsOf } from "../../records.ts";

type Fields = Readonly<Record<string, unknown>>;

let events = 0;
/** A successful data event on the protected stream, by its ARN. */
export const dataEvent = (eventName: string, changes: Fields = {}): ApiCall => {
  events += 1;
  return callOf({
    eventID: `data-${events}`,
    eventName,
    readOnly: true,
    managementEvent: false,
    eventCategory: "Data",
    requestParameters: { streamARN: orders },
    ...changes,
  });
};

export const roleOf = (name: string, session = "worker"): Fields =>
  identities.roleSession(`arn:aws:iam::${home.account}:role/${name}`, session);

/** As CloudTrail tells the owner of a stream of somebody in another account, by whom it knows no more. */
export const strangerFrom = (accountId: string): Fields => ({
  type: "AWSAccount",
  principalId: "AROAEXAMPLEEXAMPLE111:session",
  accountId,
});

/**
 * An activity over some streams that are protected. What it is told of one call after the other: undefined where it does not even
 * watch it. `asked`: how often the table was.
 * @param keys whose access keys there are, by the name of the user
 */
export const watchAs = (
  activity: AnyActivity,
  streams: readonly StreamSettings[],
  said: Partial<Settings> = {},
  keys: Readonly<Record<string, readonly string[]>> = {},
) => {
  const settings = settingsOf({ streams, ...said });
  const windows = openWindows();
  let asked = 0;
  const hear = async (call: ApiCall, atSeconds = 0): Promise<readonly Suspicion[] | undefined> => {
    const around = surroundingsOf({ drifts, settings, home }, call);
    if (!activity.watches(call, around)) return undefined;
    const at = 1_790_000_000_000 + atSeconds * 1000;
    const facts: Facts = {
      ...around,
      distinct: async (window, thing, seconds) => {
        asked += 1;
        return windows.distinct(window, thing, seconds, at);
      },
      first: async (what, seconds) => {
        asked += 1;
        return windows.first(what, seconds, at);
      },
      ownerOf: async (key) => Object.keys(keys).find((user) => keys[user]?.includes(key)),
      keysOf: async (user) => keys[user] ?? [],
    };
    return activity.detect(call, facts);
  };
  return { hear, asked: () => asked };
};

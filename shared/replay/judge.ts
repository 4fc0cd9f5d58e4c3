import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { Facts } from "../detections/activity.ts";
import type { Severity } from "../detections/detection.ts";
import type { Home } from "../resources/resource.ts";
import { type Blame, blameFor } from "../response/blame.ts";
import { answerTo } from "../response/ladder.ts";
import { surroundingsOf } from "../response/touched.ts";
import type { Law } from "./matters.ts";
import { openWindows } from "./windows.ts";

/** What would have been found, and done about it. */
export interface Replayed {
  readonly detection: string;
  readonly severity: Severity;
  readonly eventID: string;
  readonly eventName: string;
  readonly resource: string;
  /** For people: the caller's ARN, or whatever comes nearest. */
  readonly actor: string;
  readonly account: string;
  readonly region: string;
  /** When the call was made, ISO 8601. */
  readonly time: string;
  readonly evidence: string;
  readonly steps: readonly { readonly action: string; readonly params: unknown }[];
  readonly advice: readonly string[];
}

/** A call about which nothing can be said, and why. */
export interface Unjudged {
  readonly eventID: string;
  readonly eventName: string;
  readonly resource: string;
  readonly reason: string;
}

export interface Judged {
  readonly findings: readonly Replayed[];
  readonly unjudged: readonly Unjudged[];
}

/** What is known of a resource at this point of the archive. */
interface Modelled {
  /** Undefined: it is gone. */
  readonly state: unknown;
  /** What is wrong with it by now, so that each thing is told once while it lasts. */
  readonly wrong: ReadonlySet<string>;
}

type Answer = Pick<Replayed, "detection" | "severity" | "resource" | "evidence" | "steps" | "advice">;

const replayed = (call: ApiCall, answer: Answer): Replayed => ({
  ...answer,
  eventID: call.eventID,
  eventName: call.name,
  actor: call.actor.name,
  account: call.account,
  region: call.region,
  time: call.time,
});

/**
 * Judges calls in the order of their time, as Lockkeeper would have in `enforce`. Nothing can be read: a resource is modelled from
 * the records, beginning as lockkeeper.yml says it is; what somebody put right in between is right again. The streams of
 * lockkeeper.yml are looked for in every account and Region that the archive tells of.
 */
export const openJudge = ({ settings, drifts, activities }: Law) => {
  const resources = new Map<string, Modelled>();
  const windows = openWindows();
  const kinds = [...new Set(drifts.map(({ of }) => of))];

  const namedIn = (call: ApiCall, home: Home) =>
    kinds
      .filter(({ services }) => services.includes(call.service))
      .flatMap((of) => of.touchedBy(call).map((id) => ({ of, id, declared: of.declared(id, settings, home) })));

  const judgeOne = (call: ApiCall, home: Home, { of, id, declared }: ReturnType<typeof namedIn>[number]): Judged => {
    if (declared === undefined) return { findings: [], unjudged: [] };
    const baseline = of.model.baseline(id, declared);
    const before = resources.get(id) ?? { state: of.model.assumed(id, baseline), wrong: new Set<string>() };
    const after = of.model.after(call, before.state ?? of.model.assumed(id, baseline));
    const state: unknown = after === undefined ? undefined : of.model.certain(after, baseline);
    const unread = state === undefined ? {} : of.unread(state);
    const judged = drifts
      .filter((drift) => drift.of === of)
      .filter(({ needs = [] }) => needs.every((part) => !Object.hasOwn(unread, part)))
      .map((drift) => {
        const absent = drift.absent?.(baseline, before.state, call);
        const verdicts =
          state === undefined
            ? absent
              ? [absent]
              : []
            : drift.judge(state, baseline, before.state ?? of.learned?.blank(id));
        return { drift, verdicts };
      });
    const nameOf = (drift: string, found: string) => `${drift} ${found}`;
    const wrong = new Set(
      judged.flatMap(({ drift, verdicts }) => verdicts.map(({ found }) => nameOf(drift.id, found))),
    );
    resources.set(id, { state, wrong });
    const findings = judged.flatMap(({ drift, verdicts }) => {
      const fresh = verdicts.filter(({ found }) => !before.wrong.has(nameOf(drift.id, found)));
      const names = fresh.map(({ found }) => found);
      const playbook =
        state === undefined || fresh.length === 0 ? [] : drift.playbook(state, baseline, names, before.state);
      return fresh.map(({ evidence, found, advice, severity = drift.severity }, at) => {
        const blame: Blame = blameFor(drift, call, { state, found }, home.account);
        const steps = [...blame.steps, ...(at === 0 ? playbook : [])];
        const told = [...(advice === undefined ? [] : [advice]), ...blame.advice];
        return replayed(call, { detection: drift.id, severity, resource: id, evidence, steps, advice: told });
      });
    });
    const unjudged = Object.entries(unread).map(([part, why]) => ({
      eventID: call.eventID,
      eventName: call.name,
      resource: id,
      reason: `${part}: ${why?.error ?? "unknown"}`,
    }));
    return { findings, unjudged };
  };

  const suspect = async (call: ApiCall, home: Home): Promise<readonly Replayed[]> => {
    const around = surroundingsOf({ drifts, settings, home }, call);
    const watching = activities.filter((activity) => activity.watches(call, around));
    if (watching.length === 0) return [];
    const at = Date.parse(call.time);
    const found = await Promise.all(
      watching.map(async (activity) => {
        const facts: Facts = {
          ...around,
          distinct: async (window, thing, seconds) => windows.distinct(`${activity.id}#${window}`, thing, seconds, at),
          first: async (what, seconds) => windows.first(`${activity.id}#${what}`, seconds, at),
          // In a replay nobody can be asked.
          ownerOf: async () => undefined,
          keysOf: async () => [],
        };
        const suspicions = await activity.detect(call, facts);
        return suspicions.map(
          ({ evidence, resource, severity = activity.severity, evict, advice: said, steps: besides = [] }) => {
            const { steps, advice: due } = answerTo(call.actor, evict && activity.evicts !== false, home.account);
            const advice = [...(said ? [said] : []), ...due];
            return replayed(call, {
              detection: activity.id,
              severity,
              resource: resource.id,
              evidence,
              steps: [...besides, ...steps],
              advice,
            });
          },
        );
      }),
    );
    return found.flat();
  };

  /** What one call leads to; the next call is to be a later one. */
  const judge = async (call: ApiCall): Promise<Judged> => {
    const home = { account: call.account, region: call.region };
    const suspicions = await suspect(call, home);
    if (call.error || call.data || call.readOnly) return { findings: suspicions, unjudged: [] };
    const { eventID, name: eventName } = call;
    if (call.requestOmitted && kinds.some(({ services }) => services.includes(call.service))) {
      const reason = "its parameters were left out as too large";
      return { findings: suspicions, unjudged: [{ eventID, eventName, resource: "any", reason }] };
    }
    const all = namedIn(call, home).map((named) => judgeOne(call, home, named));
    return {
      findings: [...suspicions, ...all.flatMap(({ findings }) => findings)],
      unjudged: all.flatMap(({ unjudged }) => unjudged),
    };
  };
  return { judge };
};

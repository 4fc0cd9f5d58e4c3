import type { Permission } from "../aws/operations.ts";
import type { Alarm } from "../cloudwatch/alarm.ts";
import { isAlarmFor } from "../cloudwatch/alarm-names.ts";
import type { Touched } from "../detections/activity.ts";
import type { AnyAlarm, Watched } from "../detections/alarm.ts";
import type { Cause, Finding, Found } from "../incident/finding.ts";
import { readTalkers } from "../ledger/talkers.ts";
import type { Ears } from "./ears.ts";
import { answerTo } from "./ladder.ts";
import { stepId } from "./step-id.ts";

/** A protected resource, and what of it an alarm watches. */
interface Watching {
  readonly detection: AnyAlarm;
  readonly watched: Watched;
  readonly resource: Touched;
}

/** What an alarm is there for; undefined: it is none of ours, or did not ring. */
export const watchedBy = <R extends Permission>(
  { alarms, settings, home }: Pick<Ears<R>, "alarms" | "settings" | "home">,
  { name, state, account, region }: Alarm,
): Watching | undefined => {
  if (state !== "ALARM" || account !== home.account || region !== home.region) return undefined;
  const all = alarms.flatMap((detection) =>
    detection.of.protected(settings, home).flatMap((id): readonly Watching[] => {
      const declared = detection.of.declared(id, settings, home);
      if (declared === undefined) return [];
      const resource = { type: detection.of.type, id, declared };
      return detection.alarms.map((watched) => ({ detection, watched, resource }));
    }),
  );
  return (
    all
      .filter(({ watched, resource }) => isAlarmFor(name, resource.declared.name, watched.id))
      // The name of one stream can end like that of another: the longer one is meant.
      .toSorted((a, b) => b.resource.declared.name.length - a.resource.declared.name.length)[0]
  );
};

const rehearsals = {
  replayed: " The event of the alarm came out of an archive.",
  test: " AWS did not send the event of the alarm.",
} as const;

/** What a ringing alarm means, and what is to be done about it. @throws what the table throws */
export const ring = async <R extends Permission>(
  { ledger, home, now }: Ears<R>,
  alarm: Alarm,
  { detection, watched, resource: { type, id, declared } }: Watching,
): Promise<Found> => {
  const talkers = await readTalkers(ledger, id, watched.calls, new Date(alarm.time));
  const { evidence, confidence, evict } = detection.judge({ watched, alarm, declared, talkers });
  const source = alarm.id;
  const { rehearsal } = alarm;
  const { blamed, steps, advice } = evict
    ? answerTo(evict.last.actor, true, home.account)
    : { blamed: false, steps: [], advice: [] };
  const cause: Cause | undefined = evict && { ...evict.last, blamed, ...(rehearsal ? { rehearsal } : {}) };
  const resource = { type, id };
  const finding: Finding = {
    detection: detection.id,
    title: detection.title,
    severity: detection.severity,
    confidence,
    attack: detection.attack,
    controls: detection.controls,
    evidence: rehearsal ? `${evidence}${rehearsals[rehearsal]}` : evidence,
    resource,
    account: home.account,
    region: home.region,
    time: now().toISOString(),
    source,
    ...(cause ? { cause } : {}),
  };
  const answers = { detection: detection.id, resource, source };
  return {
    findings: [finding],
    steps: steps.map((step) => ({ ...step, id: stepId(step, source), ...answers })),
    advice,
  };
};

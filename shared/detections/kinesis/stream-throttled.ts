import type { Talker } from "../../cloudtrail/talker.ts";
import { shown } from "../../policy/evidence.ts";
import { kinesisStream } from "../../resources/kinesis-stream.ts";
import { alarm, type Ringing } from "../alarm.ts";
import { isKnown } from "./known.ts";
import { streamAlarms } from "./stream-alarms.ts";

/** Of all calls, so much at least has to be one stranger's before they are held to be the cause. */
const mostOf = 2 / 3;
/** So many callers are named. */
const named = 3;

const callsOf = (talkers: readonly Talker[]): number => talkers.reduce((sum, { calls }) => sum + calls, 0);

/** Those whom nobody has named; undefined: nobody has said who is known. */
const strangersAmong = ({ declared, talkers, watched: { expected } }: Ringing): readonly Talker[] | undefined => {
  if (declared[expected] === undefined) return undefined;
  const known = [...(declared.consumers ?? []), ...(declared.producers ?? [])];
  return talkers.filter(({ last }) => !isKnown(last.actor, known));
};

/** The one stranger, if there is but one, and it is clearly their doing. */
const culpritOf = ({ talkers, watched: { fewest } }: Ringing, strangers: readonly Talker[]): Talker | undefined => {
  const [one, ...others] = strangers;
  if (one === undefined || others.length > 0 || one.calls < fewest) return undefined;
  return one.calls >= mostOf * callsOf(talkers) ? one : undefined;
};

const whoSpeaks = ({ talkers, watched: { expected } }: Ringing, strangers: readonly Talker[] | undefined): string => {
  if (talkers.length === 0) return "Who makes these calls is not known: no data events of them were heard.";
  const kind = (talker: Talker): string => {
    if (strangers === undefined) return "";
    return strangers.includes(talker) ? "unknown, " : "known, ";
  };
  const first = talkers.slice(0, named);
  const list = first.map((one) => `${shown(one.principal)} (${kind(one)}${one.calls} calls)`).join(", ");
  const more = talkers.length > named ? ` and ${talkers.length - named} more` : "";
  const unsaid = strangers ? "" : ` lockkeeper.yml does not say who is known (${expected}).`;
  return `Most calls of late: ${list}${more}.${unsaid}`;
};

export const streamThrottled = alarm({
  id: "stream-throttled",
  title: "The stream is used beyond what it gives",
  why: "Somebody who does nothing but read or write as fast as they can takes the stream from all others: consumers fall behind, records are refused, and nothing about the stream itself has changed.",
  severity: "Medium",
  attack: ["T1499"],
  controls: [],
  blindSpots:
    "Who it is can be said only if a trail sends data events, and only of calls whose records name the stream. What the known do is estimated from one in ten of their calls. What CloudWatch does not measure, such as records that are large and not many. Whoever may call PutMetricAlarm or SetAlarmState can have an alarm ring, or keep it from ringing.",
  of: kinesisStream,
  alarms: streamAlarms,
  dataEvents: { kinesis: [...new Set(streamAlarms.flatMap(({ calls }) => calls))] },
  judge: (ringing) => {
    const { watched, alarm: rung } = ringing;
    const strangers = strangersAmong(ringing);
    const culprit = strangers && culpritOf(ringing, strangers);
    const values = rung.values.length > 0 ? ` By the minute: ${rung.values.slice(-5).join(", ")}.` : "";
    return {
      evidence: `${watched.says}${values} ${whoSpeaks(ringing, strangers)}`,
      confidence: culprit ? "Medium" : "High",
      ...(culprit ? { evict: culprit } : {}),
    };
  },
});

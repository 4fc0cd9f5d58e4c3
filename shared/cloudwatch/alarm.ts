import * as v from "valibot";
import { around, type Rehearsal, readAs, rehearsalOf, type Unreadable } from "../cloudtrail/bus-event.ts";

/** A CloudWatch alarm that changed its state. */
export interface Alarm {
  /** EventBridge's own id of the event; the same event delivered twice has the same one. */
  readonly id: string;
  readonly account: string;
  readonly region: string;
  /** ISO 8601. */
  readonly time: string;
  readonly name: string;
  readonly state: string;
  /** The last values of what it watches, oldest first; none where CloudWatch does not say. */
  readonly values: readonly number[];
  readonly rehearsal?: Rehearsal;
}

/**
 * As far as it is read. A composite alarm and an alarm on a log have no `configuration.metrics`: what an alarm of ours watches is
 * known by its name. `reasonData` is JSON in a text, and may be absent.
 * Source: CloudWatch User Guide, "Alarm events and EventBridge".
 */
const text = v.string();
const detailType = "CloudWatch Alarm State Change";
const event = v.looseObject({
  "detail-type": v.literal(detailType),
  ...around,
  id: v.pipe(text, v.nonEmpty("a text that is not empty")),
  time: v.pipe(text, v.isoTimestamp("a time in ISO 8601")),
  detail: v.looseObject({
    alarmName: v.pipe(text, v.nonEmpty("a text that is not empty")),
    state: v.looseObject({ value: text, reasonData: v.nullish(text) }),
  }),
});

const datapoints = v.looseObject({ recentDatapoints: v.array(v.nullable(v.number())) });

/** The values are for people alone: where there are none, or they have another form, the alarm is read all the same. */
const valuesIn = (reasonData: string | null | undefined): readonly number[] => {
  try {
    const read = v.safeParse(datapoints, JSON.parse(reasonData ?? ""));
    return read.success ? read.output.recentDatapoints.filter((value) => value !== null) : [];
  } catch {
    return [];
  }
};

/** Whether an event is to be read as an alarm's. */
export const isAlarm = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "detail-type" in value && value["detail-type"] === detailType;

export type ReadAlarm = { readonly ok: true; readonly alarm: Alarm } | Unreadable;

/** The alarm that an EventBridge event tells of. Never throws: what cannot be read comes back as a problem that says where. */
export const readAlarm = (value: unknown): ReadAlarm => {
  const read = readAs(event, value);
  if (!read.ok) return read;
  const { id, account, region, time, detail, ...more } = read.value;
  const { alarmName: name, state } = detail;
  const values = valuesIn(state.reasonData);
  return { ok: true, alarm: { id, account, region, time, name, state: state.value, values, ...rehearsalOf(more) } };
};

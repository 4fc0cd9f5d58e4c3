import * as fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { isAlarm, readAlarm } from "../../../shared/cloudwatch/alarm.ts";
import { alarmNameFor, alarmPrefixOf, isAlarmFor } from "../../../shared/cloudwatch/alarm-names.ts";
import { alarmEvent, alarmOf, readsThrottled } from "../alarms.ts";
import { envelope, home, record } from "../records.ts";

const state = (changes: object) => ({ state: { value: "ALARM", ...changes } });

describe("the event of an alarm", () => {
  test("gives what is known of it", () => {
    expect(alarmOf()).toStrictEqual({
      id: "bbbbbbbb-cccc-dddd-eeee-ffffffffffff",
      ...home,
      time: "2026-09-19T11:36:40Z",
      name: readsThrottled,
      state: "ALARM",
      values: [0, 61.5, 512],
    });
  });

  test("of a composite alarm, which has no metrics, is read, too", () => {
    const composite = {
      ...state({ reason: "one transitioned to ALARM", actionsSuppressedBy: "WaitPeriod" }),
      configuration: { alarmRule: "ALARM(one)", actionsSuppressor: "two" },
    };
    expect(alarmOf(composite)).toMatchObject({ state: "ALARM", values: [] });
  });

  test.each([
    ["absent", undefined],
    ["null", null],
    ["no JSON", "{"],
    ["JSON of something else", '{"triggeringAlarms":[]}'],
    ["JSON of values that are none", '{"recentDatapoints":["1"]}'],
    ["a number", "7"],
  ])("whose reasonData is %s has no values, and is read all the same", (_, reasonData) => {
    expect(alarmOf(state({ reasonData })).values).toStrictEqual([]);
  });

  test("in which minutes have no value has the others", () => {
    expect(alarmOf(state({ reasonData: '{"recentDatapoints":[null,1,null]}' })).values).toStrictEqual([1]);
  });

  test.each([
    ["out of an archive", { "replay-name": "last-week" }, "replayed"],
    ["that AWS did not send", { source: "com.example" }, "test"],
  ])("%s is marked as what it is", (_, around, rehearsal) => {
    expect(alarmOf({}, around)).toMatchObject({ rehearsal });
  });

  test("is told from that of a call by what it says it is", () => {
    expect(isAlarm(alarmEvent())).toBe(true);
    expect(isAlarm(envelope(record({ requestParameters: alarmEvent() })))).toBe(false);
    for (const value of [null, undefined, 7, "CloudWatch Alarm State Change", []]) expect(isAlarm(value)).toBe(false);
  });
});

test.each([
  ["a name", alarmEvent({ alarmName: "" }), "detail.alarmName: expected a text that is not empty"],
  ["a state", alarmEvent({ state: null }), "detail.state: expected Object, found null"],
  ["a state that is a text", alarmEvent(state({ value: 1 })), "detail.state.value: expected string, found a number"],
  ["reasonData that is a text", alarmEvent(state({ reasonData: {} })), "detail.state.reasonData: expected"],
  ["an id", alarmEvent({}, { id: "" }), "id: expected a text that is not empty"],
  ["a time", alarmEvent({}, { time: "yesterday" }), "time: expected a time in ISO 8601"],
  ["an account", alarmEvent({}, { account: "1" }), "account: expected an account id of 12 digits"],
  ["a Region", alarmEvent({}, { region: "us east" }), "region: expected the name of a Region"],
])("an event without %s cannot be read, and it is said what is missing", (_, event, problem) => {
  const read = readAlarm(event);
  expect(read.ok ? "read" : read.problem).toContain(problem);
});

const filled = v.pipe(v.string(), v.nonEmpty());
const declared = v.strictObject({
  id: filled,
  account: filled,
  region: filled,
  time: v.pipe(v.string(), v.isoTimestamp()),
  name: filled,
  state: v.string(),
  values: v.array(v.number()),
  rehearsal: v.exactOptional(v.picklist(["replayed", "test"])),
});

test("no value, in whichever place it stands, makes the reader throw or give anything but an alarm", () => {
  const places = fc.constantFrom(
    (value: unknown) => value,
    (value: unknown) => alarmEvent({}, { detail: value }),
    (value: unknown) => alarmEvent({ state: value }),
    (value: unknown) => alarmEvent(state({ reasonData: JSON.stringify(value) })),
    (value: unknown) => alarmEvent({ configuration: value }),
    (value: unknown) => alarmEvent({}, { id: value, time: value }),
  );
  fc.assert(
    fc.property(fc.jsonValue(), places, (value, place) => {
      const read = readAlarm(JSON.parse(JSON.stringify(place(value) ?? null)));
      if (read.ok) expect(v.safeParse(declared, read.alarm).issues).toBeUndefined();
      else expect(read.problem).toMatch(/^[\w.-]+( [\w.-]+)*: expected .+, found .+$/);
    }),
    { numRuns: 1000 },
  );
});

test("the names of alarms begin with the stack and end with what is watched", () => {
  const name = alarmNameFor("lockkeeper-prod", "orders", "reads-throttled");
  expect(name).toBe(readsThrottled);
  expect(name.startsWith(alarmPrefixOf("lockkeeper-prod"))).toBe(true);
  expect(isAlarmFor(name, "orders", "reads-throttled")).toBe(true);
  for (const [stream, watched] of [
    ["order", "reads-throttled"],
    ["orders", "writes-throttled"],
    ["orders-reads", "throttled"],
  ] as const)
    expect([stream, isAlarmFor(name, stream, watched)]).toStrictEqual([stream, stream === "orders-reads"]);
});

import { describe, expect, test } from "vitest";
import type { Settings } from "../../../shared/baseline/settings.ts";
import { alarmRuleId, streamAlarms } from "../../../shared/derive/stream-alarms.ts";
import { alarmEvent, readsThrottled } from "../alarms.ts";
import { envelope, record, settingsOf } from "../records.ts";
import { matches } from "./matches.ts";

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** What CloudFormation makes of it for a stack of this name. */
const template = (streams: Settings["streams"], stack = "lockkeeper-prod") => {
  const text = JSON.stringify(streamAlarms(settingsOf({ streams })));
  const resolved = text.replaceAll(/\{"Fn::Sub":("[^"]*")\}/g, "$1").replaceAll("${AWS::StackName}", stack);
  return JSON.parse(resolved) as Readonly<Record<string, Resource>>;
};
const alarmsIn = (all: Readonly<Record<string, Resource>>) =>
  Object.values(all).filter(({ Type }) => Type === "AWS::CloudWatch::Alarm");
const namesIn = (all: Readonly<Record<string, Resource>>) =>
  alarmsIn(all).map(({ Properties }) => String(Properties["AlarmName"]));

describe("each protected stream has an alarm", () => {
  const all = template([{ name: "orders", registeredConsumers: ["analytics"] }, { name: "pay.ments_2" }]);

  test("for each thing that is watched of it, named after the stack, the stream and the thing", () => {
    expect(namesIn(all).sort()).toStrictEqual(
      [
        readsThrottled,
        "lockkeeper-prod-stream-orders-writes-throttled",
        "lockkeeper-prod-stream-orders-readers-behind",
        "lockkeeper-prod-stream-orders-unknown-consumer",
        "lockkeeper-prod-stream-pay.ments_2-reads-throttled",
        "lockkeeper-prod-stream-pay.ments_2-writes-throttled",
        "lockkeeper-prod-stream-pay.ments_2-readers-behind",
      ].sort(),
    );
  });

  test("on the metric of the stream, minute by minute, that does not ring where nothing happens", () => {
    const [alarm] = alarmsIn(all).filter(({ Properties }) => Properties["AlarmName"] === readsThrottled);
    expect(alarm?.Properties).toStrictEqual({
      AlarmName: readsThrottled,
      AlarmDescription: expect.stringMatching(/^orders: Calls that read the stream are refused/),
      Namespace: "AWS/Kinesis",
      MetricName: "ReadProvisionedThroughputExceeded",
      Dimensions: [{ Name: "StreamName", Value: "orders" }],
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      Threshold: 60,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "notBreaching",
    });
  });

  test("or on a query, which takes the place of the metric", () => {
    const [alarm] = alarmsIn(all).filter(({ Properties }) => "Metrics" in Properties);
    expect(alarm?.Properties).not.toHaveProperty("MetricName");
    expect(alarm?.Properties["Metrics"]).toStrictEqual([
      { Id: "watched", Expression: expect.stringContaining("!= 'analytics'"), Period: 60, ReturnData: true },
    ]);
  });

  test("under a logical id that does not change with the other streams of the file", () => {
    const alone = Object.keys(template([{ name: "pay.ments_2" }]));
    for (const id of alone) {
      expect(Object.keys(all)).toContain(id);
      expect(id).toMatch(/^[A-Za-z0-9]+$/);
    }
  });
});

describe("the rule", () => {
  const all = template([{ name: "orders" }, { name: "pay.ments_2" }]);
  const takes = (event: object) => matches(all[alarmRuleId]?.Properties["EventPattern"], event);

  test("takes every alarm of these when it rings", () => {
    for (const alarmName of namesIn(all))
      expect([alarmName, takes(alarmEvent({ alarmName }))]).toEqual([alarmName, true]);
  });

  test.each([
    ["an alarm that is over", alarmEvent({ state: { value: "OK" } })],
    ["another alarm of the stack", alarmEvent({ alarmName: "lockkeeper-prod-EventsAgeAlarm-1ABCDEF" })],
    ["an alarm of another stage", alarmEvent({ alarmName: "lockkeeper-dev-stream-orders-reads-throttled" })],
    ["an alarm of somebody else's", alarmEvent({ alarmName: "too-many-reads" })],
    ["what somebody else put on the bus", alarmEvent({}, { source: "com.example" })],
    ["a call", envelope(record())],
  ])("does not take %s", (_, event) => {
    expect(takes(event)).toBe(false);
  });
});

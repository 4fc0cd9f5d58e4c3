import { createHash } from "node:crypto";
import type { Settings } from "../baseline/settings.ts";
import type { StreamSettings } from "../baseline/stream-settings.ts";
import { alarmNameFor, alarmPrefixOf } from "../cloudwatch/alarm-names.ts";
import type { AnyAlarm, Watched } from "../detections/alarm.ts";
import { alarms } from "../detections/index.ts";
import { pascalCase } from "./letter-case.ts";
import type { Resources } from "./queues.ts";
import { rule } from "./rules.ts";

/** CloudFormation for the alarms on the metrics of protected streams, and for the rule by which Lockkeeper hears of them. */
const registered: readonly AnyAlarm[] = alarms;
const minute = 60;
const stack = "${AWS::StackName}";

/**
 * The logical id. It stays the same whatever else lockkeeper.yml protects: under another one CloudFormation would make an alarm of
 * the same name before it takes the old one away, which fails.
 */
const idFor = ({ name }: StreamSettings, { id }: Watched): string =>
  `Stream${pascalCase(id)}${createHash("sha256").update(name).digest("hex").slice(0, 12)}`;

/** What is measured. Source: CloudFormation, AWS::CloudWatch::Alarm: either one metric, or `Metrics`. */
const measured = (measure: NonNullable<ReturnType<Watched["measure"]>>, { name }: StreamSettings): object =>
  "query" in measure
    ? { Metrics: [{ Id: "watched", Expression: measure.query, Period: minute, ReturnData: true }] }
    : {
        Namespace: "AWS/Kinesis",
        MetricName: measure.metric,
        Dimensions: [{ Name: "StreamName", Value: name }],
        Statistic: measure.statistic,
        Period: minute,
      };

/** It notifies nobody by itself: Lockkeeper hears of it, finds out who it is, and tells. */
const alarmOn = (stream: StreamSettings, watched: Watched): Resources => {
  const measure = watched.measure(stream);
  if (measure === undefined) return {};
  const { bad, of } = watched.minutes;
  return {
    [idFor(stream, watched)]: {
      Type: "AWS::CloudWatch::Alarm",
      Properties: {
        AlarmName: { "Fn::Sub": alarmNameFor(stack, stream.name, watched.id) },
        AlarmDescription: `${stream.name}: ${watched.says}`,
        ...measured(measure, stream),
        EvaluationPeriods: of,
        DatapointsToAlarm: bad,
        Threshold: measure.above,
        ComparisonOperator: "GreaterThanThreshold",
        // Kinesis sends no values where nothing happens.
        TreatMissingData: "notBreaching",
      },
    },
  };
};

export const alarmRuleId = "StreamAlarmsRule";

const alarmRule = rule("Alarms on protected streams that ring", {
  source: ["aws.cloudwatch"],
  "detail-type": ["CloudWatch Alarm State Change"],
  detail: { alarmName: [{ prefix: { "Fn::Sub": alarmPrefixOf(stack) } }], state: { value: ["ALARM"] } },
});

export const streamAlarms = ({ streams }: Settings): Resources => ({
  [alarmRuleId]: alarmRule,
  ...Object.assign(
    {},
    ...streams.flatMap((stream) =>
      registered.flatMap((detection) => detection.alarms.map((watched) => alarmOn(stream, watched))),
    ),
  ),
});

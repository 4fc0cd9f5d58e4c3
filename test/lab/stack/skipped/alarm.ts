import { PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import * as v from "valibot";
import { type Make, madeUpId } from "./skipped.ts";

const number = v.pipe(v.union([v.number(), v.string()]), v.transform(Number));
const texts = v.optional(v.array(v.string()));
const named = {
  AlarmName: v.optional(v.string()),
  AlarmDescription: v.optional(v.string()),
  EvaluationPeriods: number,
  DatapointsToAlarm: v.optional(number),
  Threshold: number,
  ComparisonOperator: v.picklist([
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanOrEqualToThreshold",
    "LessThanThreshold",
  ]),
  TreatMissingData: v.optional(v.string()),
  AlarmActions: texts,
  OKActions: texts,
  InsufficientDataActions: texts,
};
const onMetric = v.strictObject({
  ...named,
  Namespace: v.string(),
  MetricName: v.string(),
  Dimensions: v.optional(v.array(v.object({ Name: v.string(), Value: v.string() }))),
  Statistic: v.picklist(["Average", "Maximum", "Minimum", "SampleCount", "Sum"]),
  Period: number,
});
const query = v.strictObject({
  Id: v.string(),
  Expression: v.pipe(v.string(), v.startsWith("SELECT "), v.maxLength(1024)),
  Period: number,
  ReturnData: v.literal(true),
});
const onQuery = v.strictObject({ ...named, Metrics: v.tuple([query]) });
const Properties = v.union([onMetric, onQuery]);

/** AWS::CloudWatch::Alarm on one metric or one query: the properties are those of PutMetricAlarm. Throws for others, such as metric math. */
export const makeAlarm: Make = async (resource, { cloudWatch }) => {
  const { AlarmName = madeUpId(resource), ...alarm } = v.parse(Properties, resource.properties);
  await cloudWatch.send(new PutMetricAlarmCommand({ ...alarm, AlarmName }));
  return AlarmName;
};

import { PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import * as v from "valibot";
import { type Make, madeUpId } from "./skipped.ts";

const number = v.pipe(v.union([v.number(), v.string()]), v.transform(Number));
const texts = v.optional(v.array(v.string()));
const Properties = v.strictObject({
  AlarmName: v.optional(v.string()),
  AlarmDescription: v.optional(v.string()),
  Namespace: v.string(),
  MetricName: v.string(),
  Dimensions: v.optional(v.array(v.object({ Name: v.string(), Value: v.string() }))),
  Statistic: v.picklist(["Average", "Maximum", "Minimum", "SampleCount", "Sum"]),
  Period: number,
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
});

/** AWS::CloudWatch::Alarm on one metric: the properties are those of PutMetricAlarm. Throws for others, such as metric math. */
export const makeAlarm: Make = async (resource, { cloudWatch }) => {
  const { AlarmName = madeUpId(resource), ...alarm } = v.parse(Properties, resource.properties);
  await cloudWatch.send(new PutMetricAlarmCommand({ ...alarm, AlarmName }));
  return AlarmName;
};

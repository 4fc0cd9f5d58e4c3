import { PutMetricAlarmCommand, type PutMetricAlarmCommandInput } from "@aws-sdk/client-cloudwatch";
import { type Make, madeUpId } from "./skipped.ts";

/** AWS::CloudWatch::Alarm: the properties are those of PutMetricAlarm. */
export const makeAlarm: Make = async (resource, { cloudWatch }) => {
  const { AlarmName = madeUpId(resource), Tags, ...properties } = resource.properties as Partial<PutMetricAlarmCommandInput>;
  const numbers = ["Period", "EvaluationPeriods", "DatapointsToAlarm", "Threshold"] as const;
  const counted = numbers.filter((name) => properties[name] !== undefined).map((name) => [name, Number(properties[name])]);
  const alarm = { ...properties, ...Object.fromEntries(counted), AlarmName } as PutMetricAlarmCommandInput;
  await cloudWatch.send(new PutMetricAlarmCommand({ ...alarm, ...(Tags && { Tags }) }));
  return AlarmName;
};

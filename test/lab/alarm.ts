import { randomUUID } from "node:crypto";
import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  type MetricAlarm,
  type MetricDataQuery,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";

/** CloudWatch and EventBridge of moto itself: the front door takes no events from `aws.*`. */
export interface AlarmClients {
  readonly cloudWatch: CloudWatchClient;
  readonly eventBridge: EventBridgeClient;
}

/**
 * Has a metric alarm go into ALARM and puts the event of it on the default bus. What the alarm notifies by itself is left out.
 * Source: CloudWatch User Guide, "Alarm events and EventBridge". Throws when there is no such alarm, or the bus refuses.
 */
export const ringAlarm = async (
  alarmName: string,
  { cloudWatch, eventBridge }: AlarmClients,
  reason?: string,
): Promise<void> => {
  const { MetricAlarms: [alarm] = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [alarmName] }));
  if (alarm === undefined) throw new Error(`There is no alarm ${alarmName}.`);
  const now = new Date();
  const state = {
    value: "ALARM",
    reason: reason ?? crossed(alarm, now),
    reasonData: JSON.stringify(reasonData(alarm, now)),
    timestamp: written(now),
  } as const;
  await cloudWatch.send(
    new SetAlarmStateCommand({
      AlarmName: alarmName,
      StateValue: state.value,
      StateReason: state.reason,
      StateReasonData: state.reasonData,
    }),
  );
  const detail = { alarmName, state, previousState: previous(alarm), configuration: configuration(alarm) };
  const { FailedEntryCount } = await eventBridge.send(
    new PutEventsCommand({
      Entries: [
        {
          Source: "aws.cloudwatch",
          DetailType: "CloudWatch Alarm State Change",
          Resources: [alarm.AlarmArn ?? ""],
          Detail: JSON.stringify(detail),
          Time: now,
        },
      ],
    }),
  );
  if (FailedEntryCount) throw new Error(`The bus did not take the event of alarm ${alarmName}.`);
};

const written = (date: Date): string => date.toISOString().replace("Z", "+0000");

const words: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: "greater than or equal to",
  GreaterThanThreshold: "greater than",
  LessThanOrEqualToThreshold: "less than or equal to",
  LessThanThreshold: "less than",
};

/** A value beyond the threshold. */
const datapoint = ({ ComparisonOperator, Threshold = 0 }: MetricAlarm): number =>
  ComparisonOperator?.startsWith("Less") ? Threshold - 1 : Threshold + 1;

const crossed = (alarm: MetricAlarm, now: Date): string => {
  const [year, month, day] = now.toISOString().slice(2, 10).split("-");
  const point = `${datapoint(alarm).toFixed(1)} (${day}/${month}/${year} ${now.toISOString().slice(11, 16)}:00)`;
  return `Threshold Crossed: 1 datapoint [${point}] was ${words[alarm.ComparisonOperator ?? ""]} the threshold (${(alarm.Threshold ?? 0).toFixed(1)}).`;
};

const reasonData = (alarm: MetricAlarm, now: Date) => ({
  version: "1.0",
  queryDate: written(now),
  startDate: written(new Date(now.getTime() - 1000 * (alarm.Period ?? 60))),
  statistic: alarm.Statistic,
  period: alarm.Period,
  recentDatapoints: [datapoint(alarm)],
  threshold: alarm.Threshold,
});

const previous = ({ StateValue, StateReason, StateReasonData, StateUpdatedTimestamp }: MetricAlarm) => ({
  value: StateValue ?? "INSUFFICIENT_DATA",
  reason: StateReason ?? "Unchecked: Initial alarm creation",
  ...(StateReasonData && StateReasonData !== "{}" ? { reasonData: StateReasonData } : {}),
  timestamp: written(StateUpdatedTimestamp ?? new Date()),
});

const configuration = (alarm: MetricAlarm) => ({
  ...(alarm.AlarmDescription ? { description: alarm.AlarmDescription } : {}),
  metrics: alarm.Metrics?.length ? alarm.Metrics.map(queried) : [measured(alarm)],
});

const queried = ({ Id, Expression, Period, ReturnData }: MetricDataQuery) => ({
  id: Id,
  expression: Expression,
  period: Period,
  returnData: ReturnData,
});

const measured = (alarm: MetricAlarm) => ({
  id: randomUUID(),
  metricStat: {
    metric: {
      dimensions: Object.fromEntries((alarm.Dimensions ?? []).map(({ Name, Value }) => [Name, Value])),
      name: alarm.MetricName,
      namespace: alarm.Namespace,
    },
    period: alarm.Period,
    stat: alarm.Statistic,
  },
  returnData: true,
});

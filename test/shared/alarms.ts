import { type Alarm, readAlarm } from "../../shared/cloudwatch/alarm.ts";
import { home } from "./records.ts";

type Fields = Readonly<Record<string, unknown>>;

export const readsThrottled = "lockkeeper-prod-stream-orders-reads-throttled";

/** The event of a metric alarm that rings, as CloudWatch sends it; `changes` go over its detail, `around` over the whole. */
export const alarmEvent = (changes: Fields = {}, around: Fields = {}): Fields => ({
  version: "0",
  id: "bbbbbbbb-cccc-dddd-eeee-ffffffffffff",
  "detail-type": "CloudWatch Alarm State Change",
  source: "aws.cloudwatch",
  account: home.account,
  time: "2026-09-19T11:36:40Z",
  region: home.region,
  resources: [`arn:aws:cloudwatch:${home.region}:${home.account}:alarm:${readsThrottled}`],
  detail: {
    alarmName: readsThrottled,
    state: {
      value: "ALARM",
      reason: "Threshold Crossed: 3 out of the last 5 datapoints were greater than the threshold (60.0).",
      reasonData: JSON.stringify({ version: "1.0", statistic: "Sum", period: 60, recentDatapoints: [0, 61.5, 512] }),
      timestamp: "2026-09-19T11:36:40.123+0000",
    },
    previousState: { value: "OK", reason: "Threshold Crossed", timestamp: "2026-09-19T11:00:40.123+0000" },
    configuration: {
      metrics: [
        {
          id: "11111111-2222-3333-4444-555555555555",
          metricStat: {
            metric: {
              namespace: "AWS/Kinesis",
              name: "ReadProvisionedThroughputExceeded",
              dimensions: { StreamName: "orders" },
            },
            period: 60,
            stat: "Sum",
          },
          returnData: true,
        },
      ],
    },
    ...changes,
  },
  ...around,
});

/** The alarm that such an event tells of. */
export const alarmOf = (changes: Fields = {}, around: Fields = {}): Alarm => {
  const read = readAlarm(alarmEvent(changes, around));
  if (!read.ok) throw new Error(read.problem);
  return read.alarm;
};

import { CloudWatchClient, DescribeAlarmsCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AlarmClients, ringAlarm } from "./alarm.ts";
import { type Moto, startMoto } from "./moto/index.ts";

const alarmArn = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:throttled";
let moto: Moto;
let clients: AlarmClients;
let sqs: SQSClient;
let QueueUrl: string | undefined;

beforeAll(async () => {
  moto = await startMoto();
  const options = {
    endpoint: moto.url,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  };
  clients = { cloudWatch: new CloudWatchClient(options), eventBridge: new EventBridgeClient(options) };
  sqs = new SQSClient(options);
  ({ QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "heard" })));
  const EventPattern = JSON.stringify({
    source: ["aws.cloudwatch"],
    "detail-type": ["CloudWatch Alarm State Change"],
    resources: [alarmArn],
    detail: { state: { value: ["ALARM"] } },
  });
  await clients.eventBridge.send(new PutRuleCommand({ Name: "alarms", EventPattern }));
  await clients.eventBridge.send(
    new PutTargetsCommand({ Rule: "alarms", Targets: [{ Id: "1", Arn: "arn:aws:sqs:us-east-1:123456789012:heard" }] }),
  );
  await clients.cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: "throttled",
      AlarmDescription: "Somebody reads too much.",
      Namespace: "AWS/Kinesis",
      MetricName: "ReadProvisionedThroughputExceeded",
      Dimensions: [{ Name: "StreamName", Value: "orders" }],
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
    }),
  );
}, 120_000);
afterAll(() => moto.stop());

const heard = async () => {
  const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  return JSON.parse(message?.Body ?? "{}");
};

test("a ringing alarm is in ALARM, and the rules hear of it as CloudWatch tells it", async () => {
  await ringAlarm("throttled", clients);
  const { MetricAlarms } = await clients.cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: ["throttled"] }));
  expect(MetricAlarms?.[0]?.StateValue).toBe("ALARM");
  const event = await heard();
  expect(event).toMatchObject({
    source: "aws.cloudwatch",
    account: "123456789012",
    region: "us-east-1",
    resources: [alarmArn],
    detail: {
      alarmName: "throttled",
      state: {
        value: "ALARM",
        reason: expect.stringMatching(
          /^Threshold Crossed: 1 datapoint \[1\.0 \(\d\d\/\d\d\/\d\d \d\d:\d\d:00\)\] was greater than the threshold \(0\.0\)\.$/,
        ),
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      },
      previousState: { value: expect.stringMatching(/^(OK|INSUFFICIENT_DATA)$/), timestamp: expect.any(String) },
      configuration: {
        description: "Somebody reads too much.",
        metrics: [
          {
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
    },
  });
  expect(JSON.parse(event.detail.state.reasonData)).toMatchObject({ recentDatapoints: [1], threshold: 0, period: 60 });
});

test("an alarm on a query tells the query, and no metric", async () => {
  const Expression = `SELECT SUM("SubscribeToShardEvent.Bytes") FROM SCHEMA("AWS/Kinesis", ConsumerName, StreamName)`;
  await clients.cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: "throttled",
      Metrics: [{ Id: "watched", Expression, Period: 60, ReturnData: true }],
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
    }),
  );
  await ringAlarm("throttled", clients);
  expect((await heard()).detail.configuration).toStrictEqual({
    metrics: [{ id: "watched", expression: Expression, period: 60, returnData: true }],
  });
});

test("it rings again with a reason of its own, from the state that it was left in", async () => {
  await ringAlarm("throttled", clients, "by hand");
  expect((await heard()).detail).toMatchObject({
    state: { value: "ALARM", reason: "by hand" },
    previousState: { value: "ALARM", reason: expect.stringContaining("Threshold Crossed") },
  });
  await expect(ringAlarm("silent", clients)).rejects.toThrow("no alarm silent");
});

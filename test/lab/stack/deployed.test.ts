import { CreateStackCommand } from "@aws-sdk/client-cloudformation";
import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand } from "@aws-sdk/client-sns";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Moto, startMoto } from "../moto/index.ts";
import { stackProblems } from "./checks/index.ts";
import { type Clients, createClients } from "./clients.ts";
import { completeStack } from "./deployed.ts";

let moto: Moto;
let clients: Clients;
beforeAll(async () => {
  moto = await startMoto();
  clients = createClients({
    endpoint: moto.url,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
}, 120_000);
afterAll(() => moto.stop());

const deploy = async (stage: string, Resources: object, Conditions = {}) => {
  const template = { AWSTemplateFormatVersion: "2010-09-09", Conditions, Resources };
  await clients.cloudFormation.send(
    new CreateStackCommand({ StackName: `test-${stage}`, TemplateBody: JSON.stringify(template) }),
  );
  return await completeStack(stage, "us-east-1", clients);
};

const allowing = (service: string, action: string, resource: object, conditions = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: action, Resource: resource, ...conditions }],
});

const ruleToQueue = {
  Queue: { Type: "AWS::SQS::Queue" },
  Rule: {
    Type: "AWS::Events::Rule",
    Properties: {
      EventPattern: { source: ["aws.kinesis"] },
      Targets: [{ Id: "q", Arn: { "Fn::GetAtt": ["Queue", "Arn"] } }],
    },
  },
};

describe("a deployed stack", () => {
  it("has what moto's CloudFormation skips", async () => {
    const topicPolicy = allowing("cloudwatch.amazonaws.com", "sns:Publish", { Ref: "Topic" });
    const { resources } = await deploy("skipped", {
      Topic: { Type: "AWS::SNS::Topic" },
      TopicPolicy: {
        Type: "AWS::SNS::TopicPolicy",
        Properties: { Topics: [{ Ref: "Topic" }], PolicyDocument: topicPolicy },
      },
      OnCall: {
        Type: "AWS::SNS::Subscription",
        Properties: { TopicArn: { Ref: "Topic" }, Protocol: "email", Endpoint: "oncall@example.com" },
      },
      Alarm: {
        Type: "AWS::CloudWatch::Alarm",
        Properties: {
          Namespace: "AWS/SQS",
          MetricName: "ApproximateNumberOfMessagesVisible",
          Statistic: "Maximum",
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 0,
          ComparisonOperator: "GreaterThanThreshold",
          AlarmActions: [{ Ref: "Topic" }],
        },
      },
    });
    const TopicArn = resources.find(({ logicalId }) => logicalId === "Topic")?.physicalId;
    const { Subscriptions } = await clients.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions?.map(({ Endpoint }) => Endpoint)).toStrictEqual(["oncall@example.com"]);
    const { Attributes } = await clients.sns.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(JSON.parse(Attributes?.["Policy"] ?? "")).toMatchObject({
      Statement: [{ Action: "sns:Publish", Resource: TopicArn }],
    });
    const { MetricAlarms } = await clients.cloudWatch.send(new DescribeAlarmsCommand({}));
    expect(MetricAlarms?.map(({ AlarmName, AlarmActions }) => [AlarmName, AlarmActions])).toStrictEqual([
      ["test-skipped-Alarm", [TopicArn]],
    ]);
  });

  it("has nothing whose condition does not hold", async () => {
    const { resources } = await deploy(
      "conditions",
      { Topic: { Type: "AWS::SNS::Topic" }, Absent: { Type: "AWS::Scheduler::Schedule", Condition: "Elsewhere" } },
      { Elsewhere: { "Fn::Equals": [{ Ref: "AWS::Region" }, "eu-west-1"] } },
    );
    expect(resources.map(({ logicalId }) => logicalId)).toStrictEqual(["Topic"]);
  });

  it("is refused, by name, when nobody makes a resource of it", async () => {
    await expect(deploy("unknown", { Timer: { Type: "AWS::Scheduler::Schedule" } })).rejects.toThrow(
      "Timer (AWS::Scheduler::Schedule)",
    );
  });

  it("has a problem when a queue does not let the rule in that it is the target of", async () => {
    const problems = await stackProblems(await deploy("closed", ruleToQueue), clients);
    expect(problems).toStrictEqual([expect.stringContaining("events.amazonaws.com may not sqs:SendMessage")]);
  });

  it("has a problem when the queue lets another rule in", async () => {
    const condition = {
      Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:events:us-east-1:123456789012:rule/other" } },
    };
    const policy = allowing("events.amazonaws.com", "sqs:SendMessage", { "Fn::GetAtt": ["Queue", "Arn"] }, condition);
    const QueuePolicy = {
      Type: "AWS::SQS::QueuePolicy",
      Properties: { Queues: [{ Ref: "Queue" }], PolicyDocument: policy },
    };
    expect(await stackProblems(await deploy("other", { ...ruleToQueue, QueuePolicy }), clients)).toHaveLength(1);
  });

  it("has none when the queue lets just this rule in", async () => {
    const condition = { Condition: { ArnEquals: { "aws:SourceArn": { "Fn::GetAtt": ["Rule", "Arn"] } } } };
    const policy = allowing("events.amazonaws.com", "sqs:SendMessage", { "Fn::GetAtt": ["Queue", "Arn"] }, condition);
    const QueuePolicy = {
      Type: "AWS::SQS::QueuePolicy",
      Properties: { Queues: [{ Ref: "Queue" }], PolicyDocument: policy },
    };
    expect(await stackProblems(await deploy("open", { ...ruleToQueue, QueuePolicy }), clients)).toStrictEqual([]);
  });
});

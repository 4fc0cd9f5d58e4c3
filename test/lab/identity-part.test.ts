import { CreateStackCommand } from "@aws-sdk/client-cloudformation";
import { PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { patternFor } from "../../shared/derive/rules.ts";
import { identityPart } from "../../shared/derive/stack.ts";
import { envelope, record, settingsOf } from "../shared/records.ts";
import { announce } from "./announce.ts";
import { type Moto, startMoto } from "./moto/index.ts";
import { createClients } from "./stack/clients.ts";

/** The part for IAM's Region, deployed there, and what comes of it where the streams are. */

const account = "123456789012";
let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto?.stop());

const clientsIn = (region: string) =>
  createClients({ endpoint: moto.url, region, credentials: { accessKeyId: "test", secretAccessKey: "test" } });

test("what IAM does in us-east-1 is heard where the streams are, by the rule that listens there", async () => {
  const [there, here] = [clientsIn("us-east-1"), clientsIn("eu-west-1")];
  const Resources = {
    ...identityPart(settingsOf({ streams: [{ name: "orders" }] }), "eu-west-1"),
    OnCallTopic: { Type: "AWS::SNS::Topic", Properties: { TopicName: "on-call" } },
  };
  await there.cloudFormation.send(
    new CreateStackCommand({ StackName: "lockkeeper-identity-prod", TemplateBody: JSON.stringify({ Resources }) }),
  );
  const { QueueUrl } = await here.sqs.send(new CreateQueueCommand({ QueueName: "events" }));
  const Rule = { Name: "iam", EventPattern: JSON.stringify(patternFor("iam")) };
  await here.eventBridge.send(new PutRuleCommand(Rule));
  const Targets = [{ Id: "events", Arn: `arn:aws:sqs:eu-west-1:${account}:events` }];
  await here.eventBridge.send(new PutTargetsCommand({ Rule: "iam", Targets }));

  const detail = record({ eventSource: "iam.amazonaws.com", eventName: "AttachUserPolicy", awsRegion: "us-east-1" });
  const { "detail-type": detailType } = envelope(detail);
  await announce(there.eventBridge, { source: "aws.iam", detailType: String(detailType), detail });
  await announce(there.eventBridge, {
    source: "aws.ec2",
    detailType: String(detailType),
    detail: { ...detail, eventSource: "ec2.amazonaws.com" },
  });

  const { Messages = [] } = await here.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  const heard = Messages.map(
    ({ Body = "{}" }) => JSON.parse(Body) as { readonly source: string; readonly detail: object },
  );
  expect(heard.map(({ source }) => source)).toEqual(["aws.iam"]);
  expect(heard[0]?.detail).toMatchObject({ eventName: "AttachUserPolicy", awsRegion: "us-east-1" });
});

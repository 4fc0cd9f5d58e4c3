import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import {
  AddTagsToStreamCommand,
  CreateStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
} from "@aws-sdk/client-kinesis";
import {
  CreateGrantCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { CreateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { CreateTopicCommand, PublishCommand } from "@aws-sdk/client-sns";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { account, type ExampleLab, openExampleLab, policy } from "../door/example-lab.ts";
import type { TrailRecord } from "./types.ts";

let lab: ExampleLab;
const streamArn = `arn:aws:kinesis:us-east-1:${account}:stream/orders`;
const malformed = { type: "AWS::Kinesis::Stream", ARN: "arn:aws:kinesis:us-east-1:orders:stream/null" };
const wellFormed = { accountId: account, type: "AWS::Kinesis::Stream", ARN: streamArn };
const written = /^[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d\d:\d\d [AP]M$/;

beforeAll(async () => {
  lab = await openExampleLab();
  await lab.as(lab.root).kinesis.send(new CreateStreamCommand({ StreamName: "orders", ShardCount: 1 }));
}, 120_000);
afterAll(() => lab.close());

/** The newest record of an operation. */
const latest = (eventName: string): TrailRecord => {
  const found = lab.door.trail.records().findLast((record) => record.eventName === eventName);
  if (!found) throw new Error(`no record of ${eventName}`);
  return found;
};

test("a call by ARN and one by name differ in host, parameters and resources", async () => {
  const { kinesis } = lab.as(lab.root);
  await kinesis.send(new AddTagsToStreamCommand({ StreamARN: streamArn, Tags: { Team: "a" } }));
  expect(latest("AddTagsToStream")).toMatchObject({
    requestParameters: { streamARN: streamArn, tags: { Team: "a" } },
    responseElements: null,
    resources: [wellFormed],
    readOnly: false,
    eventCategory: "Management",
    tlsDetails: { clientProvidedHostHeader: `${account}.control-kinesis.us-east-1.amazonaws.com` },
  });
  await kinesis.send(new AddTagsToStreamCommand({ StreamName: "orders", Tags: { Team: "b" } }));
  expect(latest("AddTagsToStream")).toMatchObject({
    requestParameters: { streamName: "orders", tags: { Team: "b" } },
    resources: [malformed],
    tlsDetails: { clientProvidedHostHeader: "kinesis.us-east-1.amazonaws.com" },
  });
});

test("data calls are data events that hide what was written", async () => {
  const { kinesis } = lab.as(lab.root);
  await kinesis.send(new PutRecordCommand({ StreamName: "orders", Data: Buffer.from("card"), PartitionKey: "4111" }));
  const put = latest("PutRecord");
  expect(put).toMatchObject({
    readOnly: true,
    managementEvent: false,
    eventCategory: "Data",
    resources: [malformed, wellFormed],
  });
  expect(put.requestParameters).toEqual({ streamARN: streamArn });
  const at = { StreamName: "orders", ShardId: "shardId-000000000000", ShardIteratorType: "TRIM_HORIZON" } as const;
  const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand(at));
  await kinesis.send(new GetRecordsCommand({ ShardIterator, Limit: 5 }));
  expect(latest("GetRecords")).toMatchObject({
    requestParameters: { shardIterator: ShardIterator, limit: 5 },
    resources: [malformed],
  });
});

test("a refused call loses its parameters, a failed one keeps them", async () => {
  const keys = await lab.user("nosy");
  lab.door.comesFrom(keys.accessKeyId, "192.0.2.66");
  const nosy = lab.as(keys);
  const decrease = new DecreaseStreamRetentionPeriodCommand({ StreamName: "orders", RetentionPeriodHours: 24 });
  const refused = await nosy.kinesis.send(decrease).catch((error: unknown) => error);
  expect(latest("DecreaseStreamRetentionPeriod")).toMatchObject({
    errorCode: "AccessDenied",
    errorMessage: refused instanceof Error ? refused.message : "",
    requestParameters: null,
    responseElements: null,
    resources: [malformed],
    sourceIPAddress: "192.0.2.66",
    userIdentity: {
      type: "IAMUser",
      userName: "nosy",
      accessKeyId: keys.accessKeyId,
      arn: `arn:aws:iam::${account}:user/nosy`,
    },
  });
  const missing = new DecreaseStreamRetentionPeriodCommand({ StreamName: "nothing", RetentionPeriodHours: 24 });
  await expect(lab.as(lab.root).kinesis.send(missing)).rejects.toThrow("not found");
  expect(latest("DecreaseStreamRetentionPeriod")).toMatchObject({
    errorCode: "ResourceNotFoundException",
    requestParameters: { streamName: "nothing", retentionPeriodHours: 24 },
  });
  await expect(
    nosy.lambda.send(new CreateEventSourceMappingCommand({ FunctionName: "f", EventSourceArn: streamArn })),
  ).rejects.toThrow("on resource: *");
  expect(latest("CreateEventSourceMapping20150331")).toMatchObject({
    errorCode: "AccessDenied",
    requestParameters: null,
  });
  await expect(nosy.iam.send(new CreateUserCommand({ UserName: "friend" }))).rejects.toThrow(
    "on resource: user friend because",
  );
});

test("answers of writes are kept, without their secrets and with CloudTrail's dates", async () => {
  const { iam, kinesis, kms } = lab.as(lab.root);
  await iam.send(new CreateUserCommand({ UserName: "victim" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "victim" }));
  const key = latest("CreateAccessKey");
  expect(key.responseElements).toEqual({
    accessKey: {
      userName: "victim",
      accessKeyId: AccessKey?.AccessKeyId,
      status: "Active",
      createDate: expect.stringMatching(written),
    },
  });
  expect(key).not.toHaveProperty("resources");
  const PolicyDocument = policy({ Effect: "Allow", Action: "*", Resource: "*" });
  await iam.send(new PutUserPolicyCommand({ UserName: "victim", PolicyName: "all", PolicyDocument }));
  expect(latest("PutUserPolicy")).toMatchObject({
    requestParameters: { userName: "victim", policyName: "all", policyDocument: PolicyDocument },
    responseElements: null,
  });
  await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN: streamArn, ConsumerName: "spy" }));
  expect(latest("RegisterStreamConsumer")).toMatchObject({
    responseElements: {
      consumer: { consumerName: "spy", consumerCreationTimestamp: expect.stringMatching(written) },
    },
    resources: [wellFormed],
  });
  const { KeyId = "", Arn = "" } = (await kms.send(new CreateKeyCommand({}))).KeyMetadata ?? {};
  await kms.send(
    new CreateGrantCommand({ KeyId, GranteePrincipal: `arn:aws:iam::${account}:user/victim`, Operations: ["Decrypt"] }),
  );
  expect(Object.keys(latest("CreateGrant").responseElements ?? {})).toEqual(["grantId"]);
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  expect(latest("ScheduleKeyDeletion")).toMatchObject({
    requestParameters: { keyId: KeyId, pendingWindowInDays: 7 },
    responseElements: {
      keyId: Arn,
      keyState: "PendingDeletion",
      deletionDate: expect.stringMatching(written),
    },
    resources: [{ accountId: account, type: "AWS::KMS::Key", ARN: Arn }],
  });
  await expect(kms.send(new DescribeKeyCommand({ KeyId: "11111111-2222-3333-4444-555555555555" }))).rejects.toThrow("");
  expect(latest("DescribeKey")).toMatchObject({ errorCode: "NotFoundException", requestParameters: null });
});

test("sessions are recorded with the role they came from", async () => {
  const keys = await lab.user("pilot");
  const roleArn = await lab.role("plane", { AWS: `arn:aws:iam::${account}:user/pilot` });
  const { Credentials } = await lab
    .as(keys)
    .sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "flight", DurationSeconds: 900 }));
  const assumed = latest("AssumeRole");
  expect(assumed).toMatchObject({
    readOnly: true,
    requestParameters: { roleArn, roleSessionName: "flight", durationSeconds: 900 },
    responseElements: {
      credentials: { accessKeyId: Credentials?.AccessKeyId, sessionToken: Credentials?.SessionToken },
    },
  });
  expect(JSON.stringify(assumed)).not.toContain(Credentials?.SecretAccessKey);
  const session = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  await expect(
    lab.as(session).kinesis.send(new CreateStreamCommand({ StreamName: "x", ShardCount: 1 })),
  ).rejects.toThrow("flight");
  expect(latest("CreateStream").userIdentity).toMatchObject({
    type: "AssumedRole",
    arn: `arn:aws:sts::${account}:assumed-role/plane/flight`,
    principalId: expect.stringMatching(/^AROA\w+:flight$/),
    sessionContext: {
      sessionIssuer: { type: "Role", arn: roleArn, userName: "plane" },
      attributes: { mfaAuthenticated: "false" },
    },
  });
});

test("messages are hidden, and a bucket policy is an object", async () => {
  const { s3, sns } = lab.as(lab.root);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "alarms" }));
  await sns.send(new PublishCommand({ TopicArn, Message: "call me" }));
  expect(latest("Publish")).toMatchObject({
    eventCategory: "Data",
    requestParameters: { topicArn: TopicArn, message: "HIDDEN_DUE_TO_SECURITY_REASONS" },
  });
  await s3.send(new CreateBucketCommand({ Bucket: "open" }));
  const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::open/*" };
  await s3.send(new PutBucketPolicyCommand({ Bucket: "open", Policy: policy(statement) }));
  expect(latest("PutBucketPolicy").requestParameters).toEqual({
    bucketPolicy: { Version: "2012-10-17", Statement: [statement] },
    bucketName: "open",
    Host: "open.s3.amazonaws.com",
    policy: "",
  });
});

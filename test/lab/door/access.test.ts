import {
  AttachUserPolicyCommand,
  DeleteUserPolicyCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  ListStreamsCommand,
  PutRecordCommand,
  StartStreamEncryptionCommand,
} from "@aws-sdk/client-kinesis";
import { CreateKeyCommand, DescribeKeyCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { CreateTopicCommand, PublishCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SendMessageCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
} from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { account, type ExampleLab, type KeyPair, openExampleLab, policy } from "./example-lab.ts";

let lab: ExampleLab;
const streamArn = `arn:aws:kinesis:us-east-1:${account}:stream/orders`;
const describe = new DescribeStreamSummaryCommand({ StreamName: "orders" });
const readStream = { Effect: "Allow", Action: "kinesis:Describe*", Resource: streamArn };

beforeAll(async () => {
  lab = await openExampleLab();
  await lab.as(lab.root).kinesis.send(new CreateStreamCommand({ StreamName: "orders", ShardCount: 1 }));
}, 120_000);
afterAll(() => lab.close());

const keysOf = ({
  AccessKeyId = "",
  SecretAccessKey = "",
  SessionToken = "",
}: {
  AccessKeyId?: string | undefined;
  SecretAccessKey?: string | undefined;
  SessionToken?: string | undefined;
} = {}): KeyPair => ({
  accessKeyId: AccessKeyId,
  secretAccessKey: SecretAccessKey,
  sessionToken: SessionToken,
});

test("a user may do what a policy allows on that resource, and nothing else", async () => {
  const anna = lab.as(await lab.user("anna", readStream));
  expect((await anna.kinesis.send(describe)).StreamDescriptionSummary?.StreamARN).toBe(streamArn);
  await expect(anna.kinesis.send(new DescribeStreamSummaryCommand({ StreamName: "other" }))).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: `User: arn:aws:iam::${account}:user/anna is not authorized to perform: kinesis:DescribeStreamSummary on resource: arn:aws:kinesis:us-east-1:${account}:stream/other because no identity-based policy allows the kinesis:DescribeStreamSummary action`,
  });
  await expect(anna.kinesis.send(new ListStreamsCommand({}))).rejects.toThrow("on resource: * because");
});

test("a policy that is taken away or limited counts at once", async () => {
  const { iam } = lab.as(lab.root);
  const bert = lab.as(await lab.user("bert", readStream));
  await bert.kinesis.send(describe);
  await iam.send(new DeleteUserPolicyCommand({ UserName: "bert", PolicyName: "allowed" }));
  await expect(bert.kinesis.send(describe)).rejects.toThrow("no identity-based policy allows");
  await iam.send(
    new AttachUserPolicyCommand({ UserName: "bert", PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" }),
  );
  await bert.kinesis.send(describe);
  const onlyIam = "arn:aws:iam::aws:policy/IAMFullAccess";
  await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: "bert", PermissionsBoundary: onlyIam }));
  await expect(bert.kinesis.send(describe)).rejects.toThrow("no permissions boundary allows");
  expect((await bert.iam.send(new ListUsersCommand({}))).Users?.length).toBeGreaterThan(0);
});

test("a deactivated key is refused at once, and works again when it is activated", async () => {
  const keys = await lab.user("carla", readStream);
  const { iam } = lab.as(lab.root);
  const switchKey = (Status: "Active" | "Inactive") =>
    iam.send(new UpdateAccessKeyCommand({ UserName: "carla", AccessKeyId: keys.accessKeyId, Status }));
  await lab.as(keys).kinesis.send(describe);
  await switchKey("Inactive");
  await expect(lab.as(keys).kinesis.send(describe)).rejects.toMatchObject({ name: "UnrecognizedClientException" });
  await expect(lab.as(keys).sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: "InvalidClientTokenId",
  });
  await switchKey("Active");
  await lab.as(keys).kinesis.send(describe);
});

test("keys that nobody was given are refused, moto's own among them, and so is moto's own interface", async () => {
  for (const accessKeyId of ["AKIAIOSFODNN7EXAMPLE", "testing", "door"]) {
    const stranger = lab.as({ accessKeyId, secretAccessKey: "x" });
    await expect(stranger.sts.send(new GetCallerIdentityCommand({}))).rejects.toThrow(
      "security token included in the request is invalid",
    );
  }
  const reset = await fetch(`${lab.door.endpoint}/moto-api/reset`, { method: "POST" });
  expect(reset.status).toBe(404);
  expect((await lab.as(lab.root).kinesis.send(new ListStreamsCommand({}))).StreamNames).toContain("orders");
});

test("a role is taken on only by whom it trusts, and a denial by issue time ends its sessions", async () => {
  const dora = lab.as(await lab.user("dora"));
  const emil = lab.as(await lab.user("emil", { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }));
  const roleArn = await lab.role("reader", { AWS: `arn:aws:iam::${account}:user/dora` }, readStream);
  const assume = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "night" });
  await expect(emil.sts.send(assume)).rejects.toMatchObject({ name: "AccessDenied" });
  const session = lab.as(keysOf((await dora.sts.send(assume)).Credentials));
  const sessionArn = `arn:aws:sts::${account}:assumed-role/reader/night`;
  expect((await session.sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(sessionArn);
  await session.kinesis.send(describe);
  const before = { DateLessThan: { "aws:TokenIssueTime": new Date().toISOString() } };
  const revoke = policy({ Effect: "Deny", Action: "*", Resource: "*", Condition: before });
  await lab
    .as(lab.root)
    .iam.send(new PutRolePolicyCommand({ RoleName: "reader", PolicyName: "revoke", PolicyDocument: revoke }));
  await expect(session.kinesis.send(describe)).rejects.toThrow("explicit deny in an identity-based policy");
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await lab.as(keysOf((await dora.sts.send(assume)).Credentials)).kinesis.send(describe);
});

test("session and federation tokens act for their user, within limits", async () => {
  const frida = lab.as(
    await lab.user("frida", readStream, { Effect: "Allow", Action: ["sts:*", "iam:*"], Resource: "*" }),
  );
  const session = lab.as(keysOf((await frida.sts.send(new GetSessionTokenCommand({}))).Credentials));
  await session.kinesis.send(describe);
  await expect(session.iam.send(new ListUsersCommand({}))).rejects.toMatchObject({ name: "InvalidClientTokenId" });
  const federate = (Policy?: string) =>
    frida.sts.send(new GetFederationTokenCommand({ Name: "guest", ...(Policy ? { Policy } : {}) }));
  const guest = lab.as(keysOf((await federate(policy(readStream))).Credentials));
  expect((await guest.sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(
    `arn:aws:sts::${account}:federated-user/guest`,
  );
  await guest.kinesis.send(describe);
  const powerless = lab.as(keysOf((await federate()).Credentials));
  await expect(powerless.kinesis.send(describe)).rejects.toThrow("no session policy allows");
});

test("a key policy must allow, and encrypting a stream takes rights on stream and key", async () => {
  const admin = lab.as(lab.root);
  const { KeyMetadata } = await admin.kms.send(new CreateKeyCommand({}));
  const { KeyId = "", Arn = "" } = KeyMetadata ?? {};
  const start = new StartStreamEncryptionCommand({ StreamName: "orders", EncryptionType: "KMS", KeyId });
  const onStream = lab.as(await lab.user("gert", { Effect: "Allow", Action: "kinesis:*", Resource: streamArn }));
  await expect(onStream.kinesis.send(start)).rejects.toThrow(`kinesis:StartStreamEncryption on resource: ${Arn}`);
  const hans = lab.as(await lab.user("hans", { Effect: "Allow", Action: ["kinesis:*", "kms:*"], Resource: "*" }));
  await hans.kms.send(new DescribeKeyCommand({ KeyId }));
  await hans.kinesis.send(start);
  await expect(
    onStream.kinesis.send(new PutRecordCommand({ StreamName: "orders", Data: Buffer.from("x"), PartitionKey: "x" })),
  ).rejects.toMatchObject({ name: "KMSAccessDeniedException" });
  const onlyRoot = policy({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:user/gert` },
    Action: "kms:*",
    Resource: "*",
  });
  await admin.kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: "default", Policy: onlyRoot }));
  await expect(hans.kms.send(new DescribeKeyCommand({ KeyId }))).rejects.toThrow("no resource-based policy allows");
  await onStream.kms.send(new DescribeKeyCommand({ KeyId }));
});

test("a queue's own policy lets a user in, and each protocol has its code for a denial", async () => {
  const admin = lab.as(lab.root);
  const ida = lab.as(await lab.user("ida"));
  const { QueueUrl } = await admin.sqs.send(new CreateQueueCommand({ QueueName: "letters" }));
  const send = new SendMessageCommand({ QueueUrl, MessageBody: "hello" });
  await expect(ida.sqs.send(send)).rejects.toMatchObject({
    message: expect.stringContaining("sqs:sendmessage on resource"),
  });
  const forIda = policy({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:user/ida` },
    Action: "sqs:SendMessage",
    Resource: "*",
  });
  await admin.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: forIda } }));
  expect((await ida.sqs.send(send)).MessageId).toBeTypeOf("string");
  const { TopicArn } = await admin.sns.send(new CreateTopicCommand({ Name: "news" }));
  await expect(ida.sns.send(new PublishCommand({ TopicArn, Message: "x" }))).rejects.toMatchObject({
    Code: "AuthorizationError",
  });
});

import { setTimeout as delay } from "node:timers/promises";
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  StartStreamEncryptionCommand,
} from "@aws-sdk/client-kinesis";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { ClientOptions, Credentials } from "./stack/clients.ts";

export interface Person extends Credentials {
  readonly userName: string;
}

export interface Seeded {
  /** AdministratorAccess. */
  readonly operator: Person;
  /** A user of a build pipeline whose key has leaked: may do everything with streams, use keys, and assume `roleArn`. */
  readonly attacker: Person & { readonly roleArn: string };
  readonly streams: readonly SeededStream[];
  /** Customer keys by alias. */
  readonly keys: Readonly<Record<string, string>>;
}

export interface SeededStream {
  readonly name: string;
  /** As StartStreamEncryption was given it. */
  readonly keyId: string;
}

/** The account as it stands before Lockkeeper comes: people, keys and streams. Made through the door by the root user. */
export const seed = async (root: ClientOptions, account: string): Promise<Seeded> => {
  const iam = new IAMClient(root);
  const operator = await createUser(iam, "operator");
  await iam.send(
    new AttachUserPolicyCommand({
      UserName: operator.userName,
      PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
    }),
  );

  const attacker = await createUser(iam, "ci-deploy");
  const roleArn = `arn:aws:iam::${account}:role/data-pipeline`;
  await iam.send(
    new CreateRoleCommand({
      RoleName: "data-pipeline",
      AssumeRolePolicyDocument: policy({
        Principal: { AWS: `arn:aws:iam::${account}:user/${attacker.userName}` },
        Action: "sts:AssumeRole",
      }),
    }),
  );
  const streamRights = { Action: ["kinesis:*", ...keyUse], Resource: "*" };
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: "data-pipeline",
      PolicyName: "streams",
      PolicyDocument: policy(streamRights),
    }),
  );
  await iam.send(
    new PutUserPolicyCommand({
      UserName: attacker.userName,
      PolicyName: "streams",
      PolicyDocument: policy(streamRights, { Action: "sts:AssumeRole", Resource: roleArn }),
    }),
  );

  const kms = new KMSClient(root);
  const keys = {
    "alias/orders": await createKey(kms, "alias/orders"),
    "alias/reporting": await createKey(kms, "alias/reporting"),
  };
  const streams = [
    { name: "orders", keyId: keys["alias/orders"] },
    { name: "payments", keyId: keys["alias/orders"] },
    { name: "clicks", keyId: "alias/aws/kinesis" },
  ];
  const kinesis = new KinesisClient({ ...root, requestHandler: new NodeHttpHandler() });
  for (const { name, keyId } of streams) await createStream(kinesis, name, keyId);
  return { operator, attacker: { ...attacker, roleArn }, streams, keys };
};

/** What a producer or consumer of an encrypted stream needs, and what it takes to name a key. */
const keyUse = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*", "kms:ListAliases", "kms:ListKeys"];

const policy = (...statements: readonly object[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
  });

const createUser = async (iam: IAMClient, UserName: string): Promise<Person> => {
  await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return {
    userName: UserName,
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
};

/** @returns the key's ARN */
const createKey = async (kms: KMSClient, AliasName: string): Promise<string> => {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: AliasName.slice("alias/".length) }));
  await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyMetadata?.KeyId }));
  return KeyMetadata?.Arn ?? "";
};

const createStream = async (kinesis: KinesisClient, StreamName: string, KeyId: string): Promise<void> => {
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await active(kinesis, StreamName);
  await kinesis.send(new StartStreamEncryptionCommand({ StreamName, EncryptionType: "KMS", KeyId }));
  await active(kinesis, StreamName);
};

const active = async (kinesis: KinesisClient, StreamName: string): Promise<void> => {
  for (;;) {
    const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
    if (StreamDescriptionSummary?.StreamStatus === "ACTIVE") return;
    await delay(50);
  }
};

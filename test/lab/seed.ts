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
  AddTagsToStreamCommand,
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  EnableEnhancedMonitoringCommand,
  IncreaseStreamRetentionPeriodCommand,
  KinesisClient,
  type MetricsName,
  PutResourcePolicyCommand,
  RegisterStreamConsumerCommand,
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
  const streams: readonly (SeededStream & { readonly onDemand?: true })[] = [
    { name: "orders", keyId: keys["alias/orders"] },
    { name: "payments", keyId: keys["alias/orders"] },
    { name: "telemetry", keyId: keys["alias/orders"], onDemand: true },
    { name: "clicks", keyId: "alias/aws/kinesis" },
  ];
  const kinesis = new KinesisClient({ ...root, requestHandler: new NodeHttpHandler() });
  for (const stream of streams) await createStream(kinesis, stream);
  await furnish(kinesis, `arn:aws:kinesis:${root.region}:${account}:stream/orders`);
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

const createStream = async (
  kinesis: KinesisClient,
  { name: StreamName, keyId, onDemand }: SeededStream & { readonly onDemand?: true },
): Promise<void> => {
  const size = onDemand ? { StreamModeDetails: { StreamMode: "ON_DEMAND" as const } } : { ShardCount: 1 };
  await kinesis.send(new CreateStreamCommand({ StreamName, ...size }));
  await active(kinesis, StreamName);
  await kinesis.send(new StartStreamEncryptionCommand({ StreamName, EncryptionType: "KMS", KeyId: keyId }));
  await active(kinesis, StreamName);
};

/** The account of a partner who reads along. */
const partner = "111122223333";

/** Gives the stream what lockkeeper.yml of the lab says of it, besides its key. */
const furnish = async (kinesis: KinesisClient, arn: string): Promise<void> => {
  const StreamName = arn.slice(arn.indexOf("/") + 1);
  await kinesis.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 48 }));
  await active(kinesis, StreamName);
  const ShardLevelMetrics: MetricsName[] = ["IncomingBytes", "OutgoingBytes"];
  await kinesis.send(new EnableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics }));
  await active(kinesis, StreamName);
  await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN: arn, ConsumerName: "analytics" }));
  await kinesis.send(new AddTagsToStreamCommand({ StreamName, Tags: { access: "restricted" } }));
  const reading = ["DescribeStreamSummary", "ListShards", "GetShardIterator", "GetRecords"];
  const Statement = {
    Sid: "Partner",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${partner}:root` },
    Action: reading.map((name) => `kinesis:${name}`),
    Resource: arn,
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [Statement] });
  await kinesis.send(new PutResourcePolicyCommand({ ResourceARN: arn, Policy }));
};

const active = async (kinesis: KinesisClient, StreamName: string): Promise<void> => {
  for (;;) {
    const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
    if (StreamDescriptionSummary?.StreamStatus === "ACTIVE") return;
    await delay(50);
  }
};

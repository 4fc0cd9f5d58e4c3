import { CreateAccessKeyCommand, DeleteAccessKeyCommand, ListAccessKeysCommand } from "@aws-sdk/client-iam";
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamSummaryCommand,
  ListStreamsCommand,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
} from "@aws-sdk/client-kinesis";
import { CreateAliasCommand, CreateKeyCommand } from "@aws-sdk/client-kms";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import type { TrailRecord } from "../../lab/cloudtrail/types.ts";
import { account, type ExampleLab, type KeyPair } from "../../lab/door/example-lab.ts";

/** What is measured: a key made for somebody else is taken out of use, and encryption that was stopped is started again. */
export const jobs = ["key", "encryption"] as const;
export type Job = (typeof jobs)[number];

/** The call that each of them is about. */
export const deed: Readonly<Record<Job, string>> = { key: "UpdateAccessKey", encryption: "StartStreamEncryption" };

const stream = "orders";
export const alias = "alias/orders";
const victim = "reporting";

/** The account that both are measured on: a user whose key is made by somebody else, streams, and a role to answer under. */
export interface Ground {
  readonly lab: ExampleLab;
  /** The key that the stream is to be encrypted with. */
  readonly keyArn: string;
  /** Makes it happen; the record of the call. */
  readonly strike: (job: Job, byArn?: boolean) => Promise<TrailRecord>;
  /** Puts it as it was. */
  readonly mend: (job: Job) => Promise<void>;
  /** The credentials of a role that may do all that either needs. */
  readonly session: KeyPair;
  readonly addStreams: (upTo: number) => Promise<void>;
}

export const openGround = async (lab: ExampleLab): Promise<Ground> => {
  const { kinesis, kms, iam } = lab.as(lab.root);
  const everything = { Effect: "Allow", Action: "*", Resource: "*" };
  const mallory = await lab.user("mallory", everything);
  await lab.user(victim);
  const roleArn = await lab.role("responder", { AWS: account }, everything);
  const trusted = await lab.user("trusted", { Effect: "Allow", Action: "sts:AssumeRole", Resource: roleArn });
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyMetadata?.KeyId }));
  const { AccessKeyMetadata: own = [] } = await iam.send(new ListAccessKeysCommand({ UserName: victim }));
  const first = own[0]?.AccessKeyId;

  const settled = async (): Promise<string> => {
    for (;;) {
      const { StreamDescriptionSummary: is } = await kinesis.send(
        new DescribeStreamSummaryCommand({ StreamName: stream }),
      );
      if (is?.StreamStatus === "ACTIVE") return is.EncryptionType ?? "NONE";
    }
  };
  const encrypt = async (): Promise<void> => {
    if ((await settled()) === "KMS") return;
    await kinesis.send(
      new StartStreamEncryptionCommand({ StreamName: stream, EncryptionType: "KMS", KeyId: KeyMetadata?.Arn }),
    );
    await settled();
  };
  const create = async (): Promise<void> => {
    await kinesis.send(new CreateStreamCommand({ StreamName: stream, ShardCount: 1 }));
    await encrypt();
  };
  await create();
  let runs = 0;
  /** Encryption can be started 25 times in a day (Kinesis API Reference, StartStreamEncryption): then it is another stream of that name. */
  const renew = async (): Promise<void> => {
    runs = 0;
    await kinesis.send(new DeleteStreamCommand({ StreamName: stream, EnforceConsumerDeletion: true }));
    for (let isThere = true; isThere; ) {
      const { StreamNames } = await kinesis.send(new ListStreamsCommand({}));
      isThere = StreamNames?.includes(stream) ?? false;
    }
    await create();
  };

  // Lambda has the credentials ready before it starts a process.
  const { Credentials } = await lab
    .as(trusted)
    .sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "bench" }));
  const session = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };

  const newest = (name: string): TrailRecord => {
    const found = lab.door.trail.records().findLast(({ eventName }) => eventName === name);
    if (found === undefined) throw new Error(`no ${name} is on the trail`);
    return found;
  };
  return {
    lab,
    keyArn: KeyMetadata?.Arn ?? "",
    strike: async (job, byArn = false) => {
      const by = lab.as(mallory);
      if (job === "key") {
        await by.iam.send(new CreateAccessKeyCommand({ UserName: victim }));
        return newest("CreateAccessKey");
      }
      const named = byArn
        ? { StreamARN: `arn:aws:kinesis:us-east-1:${account}:stream/${stream}` }
        : { StreamName: stream };
      await by.kinesis.send(new StopStreamEncryptionCommand({ ...named, EncryptionType: "KMS", KeyId: alias }));
      const record = newest("StopStreamEncryption");
      await settled();
      return record;
    },
    mend: async (job) => {
      if (job === "encryption") {
        await encrypt();
        runs += 1;
        return runs < 20 ? undefined : renew();
      }
      const { AccessKeyMetadata: keys = [] } = await iam.send(new ListAccessKeysCommand({ UserName: victim }));
      for (const { AccessKeyId } of keys)
        if (AccessKeyId !== first) await iam.send(new DeleteAccessKeyCommand({ UserName: victim, AccessKeyId }));
    },
    session,
    addStreams: async (upTo) => {
      // Here streams are listed in the order in which they were made, and Cloud Custodian looks at the first page: ours stays on it, as by its name in AWS.
      await renew();
      for (let at = 1; at < upTo; at += 1)
        await kinesis.send(new CreateStreamCommand({ StreamName: `other-${at}`, ShardCount: 1 }));
    },
  };
};

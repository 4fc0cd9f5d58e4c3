import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  DescribeStreamSummaryCommand,
  KinesisClient,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
} from "@aws-sdk/client-kinesis";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { NodeHttpHandler } from "@smithy/node-http-handler";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Where an attack takes place. */
export interface Scene {
  /** Of the local AWS; undefined in a real account. */
  readonly endpoint?: string;
  readonly region: string;
  readonly account: string;
  /** An administrator, who prepares and cleans up. */
  readonly operator: Credentials;
  /** The stream under protection, and the key that it has to be encrypted with. */
  readonly stream: { readonly name: string; readonly arn: string; readonly keyAlias: string };
  /**
   * Sets the time of what is done meanwhile back by so many hours, as if its events arrived that late. In the local AWS only:
   * nobody can ask CloudTrail for an outage.
   */
  readonly late?: (hours: number, strike: () => Promise<void>) => Promise<void>;
  /** Has the alarm on a metric of the stream ring. In the local AWS only: elsewhere CloudWatch measures for itself, and takes its minutes. */
  readonly ring?: (metric: string) => Promise<void>;
}

/** The same scene with another of its streams in the middle. */
export const withStream = (scene: Scene, name: string): Scene => ({
  ...scene,
  stream: { ...scene.stream, name, arn: scene.stream.arn.replace(/[^/]+$/, name) },
});

/** A user whose key has leaked. */
export interface LeakedKey {
  readonly userName: string;
  readonly credentials: Credentials;
}

const settings = ({ endpoint, region }: Scene, credentials: Credentials) => ({
  region,
  credentials,
  ...(endpoint ? { endpoint } : {}),
  // The Kinesis client would speak HTTP/2, which the local AWS does not.
  requestHandler: new NodeHttpHandler(),
});
export const kinesisOf = (scene: Scene, credentials = scene.operator) =>
  new KinesisClient(settings(scene, credentials));
export const iamOf = (scene: Scene, credentials = scene.operator) => new IAMClient(settings(scene, credentials));
export const kmsOf = (scene: Scene, credentials = scene.operator) => new KMSClient(settings(scene, credentials));

/** An IAM user who may do with streams and keys what a deployment pipeline may, and whose key the attacker has. */
export const leakKeyOf = async (scene: Scene, userName: string): Promise<LeakedKey> => {
  const iam = iamOf(scene);
  await iam.send(new CreateUserCommand({ UserName: userName }));
  const Statement = { Effect: "Allow", Action: ["kinesis:*", "kms:*"], Resource: "*" };
  await iam.send(
    new PutUserPolicyCommand({
      UserName: userName,
      PolicyName: "streams",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
    }),
  );
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: userName }));
  return {
    userName,
    credentials: { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" },
  };
};

/** Stops the encryption with somebody's credentials, by the stream's name. */
export const stopEncryptionAs = async (scene: Scene, credentials: Credentials): Promise<void> => {
  const { name, keyAlias } = scene.stream;
  await kinesisOf(scene, credentials).send(
    new StopStreamEncryptionCommand({ StreamName: name, EncryptionType: "KMS", KeyId: keyAlias }),
  );
};

/** Takes the user away again. */
export const removeUser = async (scene: Scene, { userName, credentials }: LeakedKey): Promise<void> => {
  const iam = iamOf(scene);
  await iam.send(new DeleteAccessKeyCommand({ UserName: userName, AccessKeyId: credentials.accessKeyId }));
  await iam.send(new DeleteUserPolicyCommand({ UserName: userName, PolicyName: "streams" }));
  await iam.send(new DeleteUserCommand({ UserName: userName }));
};

/** Active or Inactive. */
export const keyStatus = async (scene: Scene, { userName, credentials }: LeakedKey): Promise<string> => {
  const { AccessKeyMetadata: keys = [] } = await iamOf(scene).send(new ListAccessKeysCommand({ UserName: userName }));
  return keys.find((key) => key.AccessKeyId === credentials.accessKeyId)?.Status ?? "gone";
};

/** The ARN of a key from any of its names. */
export const keyArn = async (scene: Scene, name: string): Promise<string> => {
  const { KeyMetadata: key } = await kmsOf(scene).send(new DescribeKeyCommand({ KeyId: name }));
  return key?.Arn ?? "";
};

/** The ARN of the key that the stream is encrypted with, or NONE. Waits while the stream is changing. */
export const streamKey = async (scene: Scene): Promise<string> => {
  const kinesis = kinesisOf(scene);
  for (;;) {
    const { StreamDescriptionSummary: summary } = await kinesis.send(
      new DescribeStreamSummaryCommand({ StreamARN: scene.stream.arn }),
    );
    if (summary?.StreamStatus === "ACTIVE")
      return summary.EncryptionType === "KMS" ? keyArn(scene, summary.KeyId ?? "") : "NONE";
    await sleep(100);
  }
};

/** True if the stream is encrypted with the key of its baseline; otherwise the key that it is encrypted with. */
export const isEncryptedAsDeclared = async (scene: Scene): Promise<true | string> => {
  const [live, wanted] = await Promise.all([streamKey(scene), keyArn(scene, scene.stream.keyAlias)]);
  return live === wanted || `it is encrypted with ${live}`;
};

/** Puts the stream back by hand, if it is not as declared. */
export const encryptAsDeclared = async (scene: Scene): Promise<void> => {
  if ((await isEncryptedAsDeclared(scene)) === true) return;
  const KeyId = await keyArn(scene, scene.stream.keyAlias);
  await kinesisOf(scene).send(
    new StartStreamEncryptionCommand({ StreamARN: scene.stream.arn, EncryptionType: "KMS", KeyId }),
  );
  await streamKey(scene);
};

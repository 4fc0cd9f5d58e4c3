import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { startMoto } from "../moto/index.ts";
import { createDoor, type Door, type DoorOptions } from "./index.ts";

export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A caller's clients, one for each service. */
export type Clients = ReturnType<typeof clientsOf>;

/** A door before a moto of its own, for tests. */
export interface ExampleLab {
  readonly door: Door;
  readonly python: string;
  readonly root: KeyPair;
  readonly as: (keys: KeyPair) => Clients;
  /** Makes a user with these allowances, and a key for it. */
  readonly user: (name: string, ...statements: readonly object[]) => Promise<KeyPair>;
  /** Makes a role with this trust and these allowances; its ARN. */
  readonly role: (name: string, trusted: object, ...statements: readonly object[]) => Promise<string>;
  readonly close: () => Promise<void>;
}

export const account = "123456789012";

const root = { accessKeyId: "AKIABOOTSTRAPBOOTSTR", secretAccessKey: "bootstrap" };

export const policy = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

export const openExampleLab = async (options: Partial<DoorOptions> = {}): Promise<ExampleLab> => {
  const moto = await startMoto();
  const door = await createDoor({ moto: moto.url, python: moto.python, bootstrap: root, ...options });
  const as = (keys: KeyPair) => clientsOf(door.endpoint, keys);
  const { iam } = as(root);
  return {
    door,
    python: moto.python,
    root,
    as,
    user: async (name, ...statements) => {
      await iam.send(new CreateUserCommand({ UserName: name }));
      if (statements.length > 0)
        await iam.send(
          new PutUserPolicyCommand({ UserName: name, PolicyName: "allowed", PolicyDocument: policy(...statements) }),
        );
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
      return { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
    },
    role: async (name, trusted, ...statements) => {
      const trust = policy({ Effect: "Allow", Principal: trusted, Action: "sts:AssumeRole" });
      const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
      if (statements.length > 0)
        await iam.send(
          new PutRolePolicyCommand({ RoleName: name, PolicyName: "allowed", PolicyDocument: policy(...statements) }),
        );
      return Role?.Arn ?? "";
    },
    close: async () => {
      await door.close();
      await moto.stop();
    },
  };
};

const clientsOf = (endpoint: string, credentials: KeyPair) => {
  const options = { endpoint, credentials, region: "us-east-1", maxAttempts: 1, requestHandler: new NodeHttpHandler() };
  return {
    dynamodb: new DynamoDBClient(options),
    events: new EventBridgeClient(options),
    iam: new IAMClient(options),
    kinesis: new KinesisClient(options),
    kms: new KMSClient(options),
    lambda: new LambdaClient(options),
    s3: new S3Client(options),
    sns: new SNSClient(options),
    sqs: new SQSClient(options),
    sts: new STSClient(options),
  };
};

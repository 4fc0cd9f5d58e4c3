import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface ClientOptions {
  /** `http://127.0.0.1:PORT`: the front door, or moto itself for what CloudFormation does without leaving a trail. */
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
}

/** The AWS clients with which the lab sets itself up and looks after itself. */
export const createClients = (options: ClientOptions) => ({
  cloudFormation: new CloudFormationClient(options),
  cloudWatch: new CloudWatchClient(options),
  dynamodb: new DynamoDBClient(options),
  eventBridge: new EventBridgeClient(options),
  iam: new IAMClient(options),
  kms: new KMSClient(options),
  lambda: new LambdaClient(options),
  s3: new S3Client({ ...options, forcePathStyle: true }),
  sns: new SNSClient(options),
  sqs: new SQSClient(options),
});

export type Clients = ReturnType<typeof createClients>;

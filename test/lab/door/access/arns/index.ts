import { dynamodb, kms, s3 } from "./data.ts";
import { iam, sts } from "./identities.ts";
import { events, sns, sqs } from "./messaging.ts";
import { cloudformation, cloudtrail, ec2, lambda, logs } from "./operations.ts";
import { firehose, kafka, kinesis } from "./streams.ts";
import type { ArnsOf } from "./types.ts";

/** By IAM prefix. A service that is not here is judged on `*`. */
export const arnsByService: Readonly<Record<string, ArnsOf>> = {
  cloudformation,
  cloudtrail,
  dynamodb,
  ec2,
  events,
  firehose,
  iam,
  kafka,
  kinesis,
  kms,
  lambda,
  logs,
  s3,
  sns,
  sqs,
  sts,
};

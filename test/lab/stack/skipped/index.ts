import { makeAlarm } from "./alarm.ts";
import { makeBucketPolicy } from "./bucket-policy.ts";
import { makeQueuePolicy } from "./queue-policy.ts";
import type { Make } from "./skipped.ts";
import { makeSubscription } from "./subscription.ts";
import { makeTopicPolicy } from "./topic-policy.ts";

/** The types that moto's CloudFormation skips and the lab makes. A skipped type without an entry fails the deployment. */
export const makers: Readonly<Record<string, Make>> = {
  "AWS::CloudWatch::Alarm": makeAlarm,
  "AWS::S3::BucketPolicy": makeBucketPolicy,
  "AWS::SNS::Subscription": makeSubscription,
  "AWS::SNS::TopicPolicy": makeTopicPolicy,
  "AWS::SQS::QueuePolicy": makeQueuePolicy,
};

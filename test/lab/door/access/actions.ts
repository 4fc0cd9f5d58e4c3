import type { Call } from "../types.ts";
import { listOf } from "../values.ts";

/** Operations whose permission has another name. Source: Service Authorization Reference; S3: "Required permissions for S3 API operations". */
const renamed: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  kinesis: { CreateChannel: ["CreateChannel", "AssociateStreamsWithChannel"] },
  lambda: { Invoke: ["InvokeFunction"] },
  sqs: {
    SendMessageBatch: ["SendMessage"],
    DeleteMessageBatch: ["DeleteMessage"],
    ChangeMessageVisibilityBatch: ["ChangeMessageVisibility"],
  },
  sns: { PublishBatch: ["Publish"] },
  kms: { ReEncrypt: ["ReEncryptFrom", "ReEncryptTo"] },
  dynamodb: { TransactGetItems: ["GetItem"] },
  s3: {
    ListBuckets: ["ListAllMyBuckets"],
    HeadBucket: ["ListBucket"],
    ListObjects: ["ListBucket"],
    ListObjectsV2: ["ListBucket"],
    ListObjectVersions: ["ListBucketVersions"],
    ListMultipartUploads: ["ListBucketMultipartUploads"],
    ListParts: ["ListMultipartUploadParts"],
    HeadObject: ["GetObject"],
    CopyObject: ["PutObject"],
    CreateMultipartUpload: ["PutObject"],
    UploadPart: ["PutObject"],
    UploadPartCopy: ["PutObject"],
    CompleteMultipartUpload: ["PutObject"],
    DeleteObjects: ["DeleteObject"],
    GetBucketEncryption: ["GetEncryptionConfiguration"],
    PutBucketEncryption: ["PutEncryptionConfiguration"],
    DeleteBucketEncryption: ["PutEncryptionConfiguration"],
    GetBucketLifecycleConfiguration: ["GetLifecycleConfiguration"],
    PutBucketLifecycleConfiguration: ["PutLifecycleConfiguration"],
    DeleteBucketLifecycle: ["PutLifecycleConfiguration"],
    GetPublicAccessBlock: ["GetBucketPublicAccessBlock"],
    PutPublicAccessBlock: ["PutBucketPublicAccessBlock"],
    DeletePublicAccessBlock: ["PutBucketPublicAccessBlock"],
    DeleteBucketTagging: ["PutBucketTagging"],
    DeleteBucketCors: ["PutBucketCORS"],
    GetBucketCors: ["GetBucketCORS"],
    PutBucketCors: ["PutBucketCORS"],
    GetBucketNotificationConfiguration: ["GetBucketNotification"],
    PutBucketNotificationConfiguration: ["PutBucketNotification"],
    GetBucketAccelerateConfiguration: ["GetAccelerateConfiguration"],
    PutBucketAccelerateConfiguration: ["PutAccelerateConfiguration"],
    GetObjectLockConfiguration: ["GetBucketObjectLockConfiguration"],
    PutObjectLockConfiguration: ["PutBucketObjectLockConfiguration"],
  },
};

const transactions: Readonly<Record<string, string>> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
};

/** The IAM actions that a call needs, without their prefix; empty when the call needs none. */
export const actionsOf = ({ service, operation, input, http }: Call): readonly string[] => {
  if (service.prefix === "sts" && (operation === "GetCallerIdentity" || operation === "GetSessionToken")) return [];
  if (service.prefix === "apigateway") return [http.method];
  if (service.prefix === "dynamodb" && operation === "TransactWriteItems") {
    const items = listOf(input.TransactItems);
    return [...new Set(items.flatMap((item) => Object.keys(item)).flatMap((kind) => transactions[kind] ?? []))];
  }
  return renamed[service.prefix]?.[operation] ?? [operation];
};

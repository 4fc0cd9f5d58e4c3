/** Data events by IAM prefix: logged only where a trail selects them. Source: CloudTrail User Guide, "Logging data events". */
const dataEvents: Readonly<Record<string, RegExp>> = {
  kinesis: /^(GetRecords|PutRecords?|GetShardIterator|SubscribeToShard)$/,
  firehose: /^PutRecord(Batch)?$/,
  sns: /^Publish(Batch)?$/,
  sqs: /^(SendMessage|ReceiveMessage|DeleteMessage|ChangeMessageVisibility)(Batch)?$/,
  dynamodb: /(Item|Items|Records|ShardIterator|Statement|Transaction)$|^(Query|Scan)$/,
  lambda: /^Invoke(Async|WithResponseStream)?$/,
  s3: /(Object|Objects|ObjectAcl|ObjectTagging|ObjectRetention|ObjectLegalHold|MultipartUpload|UploadPart|UploadPartCopy|ListParts|ObjectsV2|ObjectVersions|MultipartUploads)$/,
  events: /^PutEvents$/,
  logs: /^PutLogEvents$/,
  cloudwatch: /^PutMetricData$/,
};

/** Is this a data event, which has its own selectors and never comes by itself? */
export const isDataEvent = (prefix: string, operation: string): boolean => dataEvents[prefix]?.test(operation) ?? false;

const reads =
  /^(Get|List|Describe|Head|Lookup|Search|Batch(Get|Describe|List)|Test|Validate|Simulate|Estimate|Query|Scan|Select|Filter|Check|Decode)/;

/** Operations that CloudTrail calls reads, or writes, against their name. */
const exceptions: Readonly<Record<string, boolean>> = {
  "kinesis:PutRecord": true,
  "kinesis:PutRecords": true,
  "kinesis:SubscribeToShard": true,
  "sts:AssumeRole": true,
  "sts:AssumeRoleWithSAML": true,
  "sts:AssumeRoleWithWebIdentity": true,
  "kms:Encrypt": true,
  "kms:Decrypt": true,
  "kms:ReEncrypt": true,
  "kms:GenerateDataKey": true,
  "kms:GenerateDataKeyWithoutPlaintext": true,
  "kms:GenerateDataKeyPair": true,
  "kms:GenerateRandom": true,
  "kms:Sign": true,
  "kms:Verify": true,
  "sqs:ReceiveMessage": true,
  "dynamodb:TransactGetItems": true,
};

/** CloudTrail's `readOnly`. */
export const isReadOnly = (prefix: string, operation: string): boolean =>
  exceptions[`${prefix}:${operation}`] ?? reads.test(operation);

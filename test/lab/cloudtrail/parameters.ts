import { shapeOf } from "../door/request/model.ts";
import type { Call } from "../door/types.ts";
import { fieldsOf, textOf } from "../door/values.ts";
import { spellFields } from "./spelling.ts";
import type { Fields, Json } from "./types.ts";

const hidden = "HIDDEN_DUE_TO_SECURITY_REASONS";

/** Parameters that CloudTrail leaves out, or blanks, by `prefix:operation` or `prefix`. */
const removed: Readonly<Record<string, readonly string[]>> = {
  "kinesis:PutRecord": ["data", "partitionKey", "explicitHashKey", "sequenceNumberForOrdering", "streamName"],
  "kinesis:PutRecords": ["records", "streamName"],
  "firehose:PutRecord": ["record"],
  "firehose:PutRecordBatch": ["records"],
  "dynamodb:PutItem": ["expressionAttributeValues"],
  "dynamodb:UpdateItem": ["expressionAttributeValues"],
  "lambda:Invoke": ["payload", "clientContext"],
  "events:PutEvents": ["entries"],
  "ssm:PutParameter": ["value"],
};

const replaced: Readonly<Record<string, Fields>> = {
  "sqs:SendMessage": { messageBody: hidden },
  "sqs:SendMessageBatch": { entries: hidden },
  "sns:Publish": { message: hidden, subject: hidden, messageAttributes: hidden },
  "sns:PublishBatch": { publishBatchRequestEntries: hidden },
  firehose: { password: "", username: "" },
  lambda: { code: {}, environment: {} },
};

/** `requestParameters` of a call that was let in; null when it had no input. `streamArn`: of the stream that a call touches. */
export const requestParameters = (call: Call, streamArn: string | undefined): Fields | null => {
  const { service, operation, input } = call;
  if (service.prefix === "s3") return s3Parameters(call);
  if (service.model === undefined) return null;
  const shape = shapeOf(service.model, service.model.operations[operation]?.input);
  const isIdentity = ["iam", "sts", "kms"].includes(service.prefix);
  const how = { model: service.model, ec2: service.protocol === "ec2", secret: isIdentity ? undefined : hidden };
  const name = `${service.prefix}:${operation}`;
  const blanks = Object.entries({ ...replaced[service.prefix], ...replaced[name] });
  const blanked = blanks.reduce((all, [key, value]) => substitute(all, key, value), spellFields(input, shape, how));
  const gone = removed[name] ?? [];
  const fields: Record<string, Json> = Object.fromEntries(
    Object.entries(blanked).filter(([key]) => !gone.includes(key)),
  );
  if (service.prefix === "dynamodb") Object.assign(fields, itemParameters(input));
  if (/^kinesis:PutRecords?$/.test(name) && streamArn) fields.streamARN = streamArn;
  if (service.prefix === "kafka") Object.assign(fields, lowerKeys(call.rawPath));
  if (/^ec2:(Authorize|Revoke)SecurityGroup/.test(name)) fields.ipPermissions ??= {};
  return Object.keys(fields).length === 0 ? null : fields;
};

/** DynamoDB's records have keys as plain values, and of items only the names of their attributes. */
const itemParameters = ({ Item, Key }: Call["input"]): Fields => ({
  ...(Item && typeof Item === "object" ? { item: Object.keys(Item) } : {}),
  ...(Key && typeof Key === "object"
    ? {
        key: Object.fromEntries(
          Object.entries(Key).map(([name, value]) => [name, textOf(Object.values(fieldsOf(value))[0]) ?? null]),
        ),
      }
    : {}),
});

/** MSK's records have what stood in the URL path, percent-encoding and all. */
const lowerKeys = (path: Readonly<Record<string, string>>): Fields =>
  Object.fromEntries(Object.entries(path).map(([key, value]) => [key.charAt(0).toLowerCase() + key.slice(1), value]));

/** The same fields with this key's value replaced wherever it stands. */
const substitute = (fields: Fields, key: string, value: Json): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, item]) => {
      if (name === key) return [name, value];
      return [name, isJsonFields(item) ? substitute(item, key, value) : item];
    }),
  );

const isJsonFields = (value: Json): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** S3's parameters: bucket, host, key, and the query as sent; a bucket policy as an object. */
const s3Parameters = ({ http, input, operation, region }: Call): Fields | null => {
  const bucket = typeof input.Bucket === "string" ? input.Bucket : undefined;
  if (bucket === undefined) return { Host: s3Host(undefined, region) };
  const query = [...new URL(http.url, "http://door").searchParams].filter(([name]) => !/^(X-Amz-|x-id$)/.test(name));
  return {
    ...(operation === "PutBucketPolicy" ? { bucketPolicy: policyObject(http.body) } : {}),
    bucketName: bucket,
    Host: s3Host(bucket, region),
    ...(typeof input.Key === "string" ? { key: input.Key } : {}),
    ...Object.fromEntries(query),
  };
};

const policyObject = (body: Buffer): Json => {
  try {
    const policy: Json = JSON.parse(body.toString("utf8"));
    return policy;
  } catch {
    return body.toString("utf8");
  }
};

/** The host name that a client on AWS would have used. */
export const s3Host = (bucket: string | undefined, region: string): string => {
  const host = region === "us-east-1" ? "s3.amazonaws.com" : `s3.${region}.amazonaws.com`;
  return bucket === undefined ? host : `${bucket}.${host}`;
};

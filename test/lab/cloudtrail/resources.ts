import type { Call } from "../door/types.ts";
import type { Fields } from "./types.ts";

/** What a record's `resources` are made of. */
export interface Touched {
  /** The ARNs that the call was judged on, aliases resolved. */
  readonly arns: readonly string[];
  /** Kinesis: the stream's name when the call named it so, or only by an iterator. */
  readonly streamName: string | undefined;
}

const types: readonly (readonly [RegExp, string])[] = [
  [/^arn:aws:kinesis:.*\/consumer\//, "AWS::Kinesis::StreamConsumer"],
  [/^arn:aws:kinesis:.*:channel\//, "AWS::Kinesis::Channel"],
  [/^arn:aws:kinesis:/, "AWS::Kinesis::Stream"],
  [/^arn:aws:kms:.*:key\//, "AWS::KMS::Key"],
  [/^arn:aws:iam::\d+:role\//, "AWS::IAM::Role"],
  [/^arn:aws:s3:::[^/]+\/./, "AWS::S3::Object"],
  [/^arn:aws:s3:::/, "AWS::S3::Bucket"],
  [/^arn:aws:lambda:.*:function:/, "AWS::Lambda::Function"],
  [/^arn:aws:sns:/, "AWS::SNS::Topic"],
  [/^arn:aws:sqs:/, "AWS::SQS::Queue"],
  [/^arn:aws:dynamodb:.*\/stream\//, "AWS::DynamoDB::Stream"],
  [/^arn:aws:dynamodb:.*:table\//, "AWS::DynamoDB::Table"],
];

/** Services whose records list resources; data events of some more do. */
const always = new Set(["kinesis", "kms", "sts", "s3"]);
const inDataEvents = new Set(["lambda", "sns", "sqs", "dynamodb"]);

/** `resources` of a record; undefined where the service lists none. */
export const resourcesOf = (
  call: Call,
  touched: Touched,
  isData: boolean,
  account: string,
): readonly Fields[] | undefined => {
  const { prefix } = call.service;
  if (!always.has(prefix) && !(isData && inDataEvents.has(prefix))) return undefined;
  const good = touched.arns
    .filter((arn) => prefix !== "kinesis" || arn.startsWith("arn:aws:kinesis:"))
    .flatMap((arn) => entries(arn, account));
  const found =
    prefix === "kinesis" && touched.streamName !== undefined ? byName(call, touched.streamName, good) : good;
  return found.length === 0 ? undefined : found;
};

/** A stream that was named, not given by ARN, has its name where the account belongs; writers of records add the good one. */
const byName = ({ operation, region }: Call, name: string, good: readonly Fields[]): readonly Fields[] => {
  const malformed = { type: "AWS::Kinesis::Stream", ARN: `arn:aws:kinesis:${region}:${name}:stream/null` };
  return /^PutRecords?$/.test(operation) ? [malformed, ...good] : [malformed];
};

const entries = (arn: string, account: string): readonly Fields[] => {
  const type = types.find(([pattern]) => pattern.test(arn))?.[1];
  if (type === undefined) return [];
  const one = { accountId: arn.split(":")[4] || account, type, ARN: arn };
  if (type !== "AWS::S3::Object") return [one];
  const bucket = arn.split("/")[0] ?? arn;
  return [
    { type, ARN: arn },
    { accountId: account, type: "AWS::S3::Bucket", ARN: bucket },
  ];
};

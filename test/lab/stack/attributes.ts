import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import type { Clients } from "./clients.ts";

interface Where {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly clients: Clients;
}

type Attributes = Readonly<Record<string, string>>;
type Reader = (physicalId: string, where: Where) => Attributes | Promise<Attributes>;

/** What `Fn::GetAtt` gives for a resource, from its physical id; an empty record for a type without an entry here. */
export const readAttributes = async (type: string, physicalId: string, where: Where): Promise<Attributes> =>
  (await readers[type]?.(physicalId, where)) ?? {};

const arn = (service: string, resource: string, { partition, region, account }: Where): string =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`;

const readers: Readonly<Record<string, Reader>> = {
  "AWS::SQS::Queue": (url, where) => {
    const name = url.slice(url.lastIndexOf("/") + 1);
    return { Arn: arn("sqs", name, where), QueueName: name, QueueUrl: url };
  },
  "AWS::SNS::Topic": (topic) => ({ TopicArn: topic, TopicName: topic.slice(topic.lastIndexOf(":") + 1) }),
  "AWS::Lambda::Function": (name, where) => ({ Arn: arn("lambda", `function:${name}`, where) }),
  "AWS::IAM::Role": (name, { partition, account }) => ({ Arn: `arn:${partition}:iam::${account}:role/${name}` }),
  "AWS::KMS::Key": (id, where) => ({ Arn: arn("kms", `key/${id}`, where), KeyId: id }),
  "AWS::Kinesis::Stream": (name, where) => ({ Arn: arn("kinesis", `stream/${name}`, where) }),
  "AWS::S3::Bucket": (name, { partition }) => ({ Arn: `arn:${partition}:s3:::${name}` }),
  "AWS::Events::Rule": (name, where) => ({ Arn: arn("events", `rule/${name}`, where) }),
  "AWS::Logs::LogGroup": (name, where) => ({ Arn: `${arn("logs", `log-group:${name}`, where)}:*` }),
  "AWS::CloudWatch::Alarm": (name, where) => ({ Arn: arn("cloudwatch", `alarm:${name}`, where) }),
  "AWS::DynamoDB::Table": async (name, { clients }) => {
    const { Table } = await clients.dynamodb.send(new DescribeTableCommand({ TableName: name }));
    const { TableArn: Arn, LatestStreamArn: StreamArn } = Table ?? {};
    return { ...(Arn && { Arn }), ...(StreamArn && { StreamArn }) };
  },
};

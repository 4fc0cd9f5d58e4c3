import { listOf, textOf } from "../../values.ts";
import { type ArnsOf, arnOr, type Place, text } from "./types.ts";

const stream = ({ region, account }: Place, name: string) => `arn:aws:kinesis:${region}:${account}:stream/${name}`;

/** The stream that an iterator reads: moto writes its name at the front, and so do iterators of no other origin reach it. */
export const streamOfIterator = (iterator: string): string | undefined => {
  const name = Buffer.from(iterator, "base64").toString("latin1").split(":")[0];
  return name && /^[\w.-]{1,128}$/.test(name) ? name : undefined;
};

const consumerOperations = new Set(["DescribeStreamConsumer", "DeregisterStreamConsumer"]);

export const kinesis: ArnsOf = ({ operation, input }, place) => {
  const channel = text(input, "ChannelARN");
  if (channel) return [channel];
  // Creating a channel is a matter of its stream. Source: Kinesis Developer Guide, "IAM permissions for data delivery".
  if (operation === "CreateChannel")
    return listOf(input.StreamConfigurationList).flatMap(({ StreamARN }) => textOf(StreamARN) ?? []);
  const consumer = text(input, "ConsumerARN");
  if (consumer) return [consumer];
  const streamArn = text(input, "StreamARN") ?? arnOr(text(input, "StreamName"), (name) => stream(place, name))[0];
  const name = text(input, "ConsumerName");
  if (consumerOperations.has(operation) && streamArn && name) return [`${streamArn}/consumer/${name}`];
  const iterator = text(input, "ShardIterator");
  const read = iterator && streamOfIterator(iterator);
  return [text(input, "ResourceARN") ?? streamArn ?? (read ? stream(place, read) : [])].flat();
};

export const firehose: ArnsOf = ({ input }, { region, account }) =>
  arnOr(
    text(input, "DeliveryStreamName", "DeliveryStreamARN"),
    (name) => `arn:aws:firehose:${region}:${account}:deliverystream/${name}`,
  );

export const kafka: ArnsOf = ({ input }, { region, account }) => {
  const given = text(input, "ClusterArn", "ResourceArn", "Arn", "ReplicatorArn", "TargetClusterArn");
  if (given) return [given];
  const name = text(input, "ClusterName");
  return name ? [`arn:aws:kafka:${region}:${account}:cluster/${name}/*`] : [];
};

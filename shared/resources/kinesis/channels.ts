import type { Call, Output } from "../../aws/operations.ts";
import { parseArn } from "../arn.ts";
import { isMissing } from "../unread.ts";

/** What Kinesis tells of a channel. */
export type ChannelDescription = NonNullable<Output<"kinesis:DescribeChannel">["ChannelDescription"]>;

/** A channel: Kinesis itself copies the stream to a bucket, under a role that needs no right to read the stream. */
export interface Channel {
  readonly name: string;
  readonly arn: string;
  /** ARN of the role that writes to the bucket. */
  readonly role?: string;
  /** Where the records go, dead letters included: each bucket with the account that is expected to own it. */
  readonly destinations: readonly { readonly bucket: string; readonly account?: string }[];
}

/** Where a channel delivers to, each destination once. None at all: it is of a kind that this program does not know. */
export const destinationsOf = (channel: ChannelDescription): Channel["destinations"] => {
  const { S3DestinationConfiguration: s3, S3TablesDestinationConfiguration: tables } = channel;
  const buckets = [
    s3?.StorageConfiguration,
    s3?.DeadLetterQueueS3Configuration,
    tables?.DeadLetterQueueS3Configuration,
  ];
  const all = [
    ...buckets.flatMap((to) =>
      to?.BucketARN
        ? [{ bucket: to.BucketARN, ...(to.ExpectedBucketOwner ? { account: to.ExpectedBucketOwner } : {}) }]
        : [],
    ),
    ...(tables?.S3TablesConfigurationList ?? []).flatMap(({ TableBucketARN: bucket }) => {
      const account = bucket && parseArn(bucket)?.account;
      return bucket ? [{ bucket, ...(account ? { account } : {}) }] : [];
    }),
  ];
  return [...new Map(all.map((one) => [`${one.bucket} ${one.account}`, one])).values()];
};

const channelOf = (description: ChannelDescription): Channel | undefined => {
  const { ChannelName: name, ChannelARN: arn, ChannelStatus, ServiceExecutionRoleARN: role } = description;
  if (!name || !arn || ChannelStatus === "DELETING") return undefined;
  return { name, arn, ...(role ? { role } : {}), destinations: destinationsOf(description) };
};

/** @returns undefined when there is no such channel, or it is being deleted */
export const readChannel = async (
  arn: string,
  call: Call<"kinesis:DescribeChannel">,
): Promise<ChannelDescription | undefined> => {
  try {
    const { ChannelDescription: found } = await call("kinesis:DescribeChannel", { ChannelARN: arn });
    return found?.ChannelStatus === "DELETING" ? undefined : found;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

/** The channels that a stream feeds, by name and ARN. Source: Kinesis API Reference, ListChannels: five calls a second for an account. */
export async function* listChannels(
  id: string,
  call: Call<"kinesis:ListChannels">,
): AsyncIterable<Pick<Channel, "name" | "arn">> {
  let NextToken: string | undefined;
  do {
    const StreamFilter = [{ StreamARN: id }];
    const page = await call("kinesis:ListChannels", { StreamFilter, ...(NextToken ? { NextToken } : {}) });
    for (const { ChannelName: name, ChannelARN: arn } of page.ChannelSummaries ?? [])
      if (arn) yield { name: name ?? "", arn };
    NextToken = page.NextToken;
  } while (NextToken);
}

/** The channels that a stream feeds, with where they lead. Source: Kinesis API Reference, DescribeChannel: five calls a second for an account. */
export const readChannels = async (
  id: string,
  call: Call<"kinesis:ListChannels" | "kinesis:DescribeChannel">,
): Promise<readonly Channel[]> => {
  const found: Channel[] = [];
  for await (const { arn } of listChannels(id, call)) {
    const description = await readChannel(arn, call);
    const channel = description && channelOf(description);
    if (channel) found.push(channel);
  }
  return found;
};

import {
  DescribeAccountSettingsCommand,
  DescribeChannelCommand,
  DescribeStreamSummaryCommand,
  GetResourcePolicyCommand,
  type KinesisClient,
  ListStreamsCommand,
  ListTagsForResourceCommand,
  paginateListChannels,
  paginateListStreamConsumers,
} from "@aws-sdk/client-kinesis";

/**
 * Every stream with its policy, tags, consumers and channels, and the account's settings, by name. What is DELETING counts as
 * gone. A policy that is not there is undefined. A channel that is made again gets a new ARN and id, so that it goes by its name,
 * which is unique in an account and Region.
 */
export async function* streamStates(kinesis: KinesisClient): AsyncIterable<readonly [name: string, state: unknown]> {
  const settings = await kinesis.send(new DescribeAccountSettingsCommand({}));
  yield ["Kinesis account settings", settings.MinimumThroughputBillingCommitment];
  for await (const name of streamNames(kinesis)) {
    const found = await orGone(kinesis.send(new DescribeStreamSummaryCommand({ StreamName: name })));
    const summary = found?.StreamDescriptionSummary;
    if (summary?.StreamARN === undefined || summary.StreamStatus === "DELETING") continue;
    const { StreamARN } = summary;
    yield [`stream ${name}`, { ...summary, ...(await attached(kinesis, StreamARN)) }];
    for await (const { Consumers = [] } of paginateListStreamConsumers({ client: kinesis }, { StreamARN }))
      for (const { ConsumerARN = "", ConsumerName = "", ConsumerStatus } of Consumers)
        if (ConsumerStatus !== "DELETING")
          yield [`consumer ${name}/${ConsumerName}`, withoutTimes(await attached(kinesis, ConsumerARN))];
  }
  for await (const { ChannelSummaries = [] } of paginateListChannels({ client: kinesis }, {}))
    for (const { ChannelName, ChannelARN = "", ChannelStatus } of ChannelSummaries) {
      if (ChannelStatus === "DELETING") continue;
      const channel = await orGone(kinesis.send(new DescribeChannelCommand({ ChannelARN })));
      if (channel)
        yield [`channel ${ChannelName}`, { ...channel.ChannelDescription, Tags: await tagsOf(kinesis, ChannelARN) }];
    }
}

/**
 * A consumer's ARN holds the second of its registration, in its policy, too. One that is registered again gets another: that is all
 * that undoing cannot bring back, and says of itself.
 */
const withoutTimes = ({ Policy, ...others }: Awaited<ReturnType<typeof attached>>) => ({
  ...others,
  Policy: Policy?.replaceAll(/(\/consumer\/[\w.-]+):\d+/g, "$1"),
});

/** By name and not by token: moto gives none. */
async function* streamNames(kinesis: KinesisClient): AsyncIterable<string> {
  for (let last: string | undefined, more = true; more; ) {
    const page = await kinesis.send(new ListStreamsCommand(last ? { ExclusiveStartStreamName: last } : {}));
    yield* page.StreamNames ?? [];
    last = page.StreamNames?.at(-1);
    more = page.HasMoreStreams === true && last !== undefined;
  }
}

const attached = async (kinesis: KinesisClient, ResourceARN: string) => {
  const policy = await orGone(kinesis.send(new GetResourcePolicyCommand({ ResourceARN })));
  const Policy = policy?.Policy === "{}" ? undefined : policy?.Policy;
  return { Policy, Tags: await tagsOf(kinesis, ResourceARN) };
};

/** As a map: the order of tags means nothing. */
const tagsOf = async (kinesis: KinesisClient, ResourceARN: string) => {
  const found = await orGone(kinesis.send(new ListTagsForResourceCommand({ ResourceARN })));
  return Object.fromEntries((found?.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
};

/** Undefined for what is not there, or went while we looked. */
const orGone = <T>(answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (error instanceof Error && error.name === "ResourceNotFoundException") return undefined;
    throw error;
  });

import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import type { Call, Input } from "../../aws/operations.ts";
import {
  type ChannelDescription,
  destinationsOf,
  listChannels,
  readChannel,
} from "../../resources/kinesis/channels.ts";
import { readSummary } from "../../resources/kinesis/summary.ts";
import { readTags } from "../../resources/kinesis/tags.ts";
import { action } from "../action.ts";

const destination = v.strictObject({ bucket: v.string(), account: v.optional(v.string()) });
const params = v.strictObject({
  stream: v.string(),
  name: v.string(),
  destinations: v.pipe(v.array(destination), v.readonly()),
});
/** What CreateChannel takes to make such a channel again; Kinesis itself looks into the rest of it. */
type Creation = Input<"kinesis:CreateChannel">;
const named = v.looseObject({ ChannelName: v.string(), StreamConfigurationList: v.array(v.unknown()) });
const creation = v.custom<Creation>((value) => v.is(named, value), "what CreateChannel takes");
const change = v.strictObject({
  resource: v.string(),
  stream: v.string(),
  before: v.strictObject({ channel: creation }),
  after: v.strictObject({ channel: v.null() }),
});
type ChannelChange = v.InferOutput<typeof change>;

type Find = Call<"kinesis:ListChannels" | "kinesis:DescribeChannel">;
type Read = Call<(typeof reads)[number]>;
const reads = [
  "kinesis:DescribeStreamSummary",
  "kinesis:ListChannels",
  "kinesis:DescribeChannel",
  "kinesis:ListTagsForResource",
] as const;

/** By name, which is unique in an account and Region: a channel that is made again has another ARN. */
const channelNamed = async (stream: string, wanted: string, call: Find): Promise<ChannelDescription | undefined> => {
  for await (const { name, arn } of listChannels(stream, call)) {
    const found = name === wanted ? await readChannel(arn, call) : undefined;
    if (found) return found;
  }
  return undefined;
};

/** What Kinesis itself says of a channel, beside what it was made of. */
const given = [
  "ChannelARN",
  "ChannelId",
  "ChannelStatus",
  "ChannelStatusReason",
  "ChannelCreationTimestamp",
  "StreamCreationTimestamp",
];

/** What a channel was made of, as it comes back from the ledger. Tags that AWS itself sets cannot be set by others. */
const creationOf = async (channel: ChannelDescription, call: Read): Promise<Creation> => {
  const text = JSON.stringify(channel, (name, value: unknown) => (given.includes(name) ? undefined : value));
  const made = JSON.parse(text) as Creation;
  const tags = Object.entries(await readTags(channel.ChannelARN ?? "", call)).filter(
    ([key]) => !key.startsWith("aws:"),
  );
  return tags.length > 0 ? { ...made, Tags: Object.fromEntries(tags) } : made;
};

const pauseMs = 500;
/** So long for one look; the rest is left to the queue's redelivery. */
const patience = 10_000;

/** Does something that Kinesis refuses while the channel, or one before it of the same name or kind, is changing. */
const whenAllowed = async (write: () => Promise<void>): Promise<void> => {
  for (const deadline = Date.now() + patience; ; ) {
    try {
      return await write();
    } catch (error) {
      const { name } = error as Error;
      const passes = name === "ResourceInUseException" || name === "LimitExceededException";
      if (!passes || Date.now() + pauseMs > deadline) throw error;
      await sleep(pauseMs);
    }
  }
};

/**
 * Deletes a channel, by which Kinesis copies a stream to a bucket. Its role needs no right to the stream, so that nothing else
 * stops it at once. What a channel is made of cannot be changed, so that there is no mere redirecting it.
 * Source: Kinesis API Reference, CreateChannel, DeleteChannel, UpdateChannel.
 */
export const deleteStreamChannel = action({
  id: "delete-stream-channel",
  title: "Delete the channel that copies the stream away",
  countermeasure: "Restore",
  limits:
    "What was delivered stays where it was delivered to. Undone, it is another channel, with a new ARN and id, and what the meantime brought may be missing from its copy.",
  reads,
  writes: ["kinesis:CreateChannel", "kinesis:DeleteChannel"],
  params,
  change,
  plan: async ({ stream, name, destinations }, call): Promise<ChannelChange | undefined> => {
    const channel = await channelNamed(stream, name, call);
    // Another channel of that name may lead where it is allowed to.
    if (!channel?.ChannelARN || !isDeepStrictEqual(destinationsOf(channel), destinations)) return undefined;
    return {
      resource: channel.ChannelARN,
      stream,
      before: { channel: await creationOf(channel, call) },
      after: { channel: null },
    };
  },
  apply: ({ resource }, call) =>
    whenAllowed(async () => {
      if (await readChannel(resource, call)) await call("kinesis:DeleteChannel", { ChannelARN: resource });
    }),
  live: async ({ stream, before }, call) => {
    const channel = await channelNamed(stream, before.channel.ChannelName ?? "", call);
    if (channel) return { channel: await creationOf(channel, call) };
    return (await readSummary(stream, call)) ? { channel: null } : undefined;
  },
  undo: ({ stream, before }, call) =>
    whenAllowed(async () => {
      if (await channelNamed(stream, before.channel.ChannelName ?? "", call)) return;
      await call("kinesis:CreateChannel", before.channel);
    }),
});

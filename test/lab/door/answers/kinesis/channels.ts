import { randomUUID } from "node:crypto";
import type { Keys } from "../../access/keys.ts";
import { renderOutput } from "../../reply/output.ts";
import type { Input } from "../../types.ts";
import { type Fields, fieldsOf, isFields, listOf, tagsOf } from "../../values.ts";
import { described, summed, updated } from "./channel-description.ts";
import { requireKey } from "./encryption.ts";
import type { KinesisOptions, Operations, Request } from "./operation.ts";
import { pageOf } from "./page.ts";
import type { Channel, KinesisState } from "./state.ts";
import { accountOf, inUse, invalid, isOnDemand, limitExceeded, nameOf, notFound, readStream } from "./stream.ts";

/**
 * Channels, which copy a stream to S3 on their own. They deliver nothing here. Source: Kinesis API Reference, CreateChannel;
 * Kinesis Developer Guide, "Delivery quotas and limits": one to each kind of destination.
 */
export const channels = ({ moto, keys, state, updatingMs }: KinesisOptions): Operations => {
  const found = ({ arn }: Request): Channel => {
    const channel = state.channels().find((one) => one.arn === arn);
    if (!channel) throw notFound(`Channel ${arn} under account ${accountOf(arn)} not found.`);
    return channel;
  };
  return {
    CreateChannel: {
      before: async (request) => {
        const { call, input, arn } = request;
        const summary = await readStream(moto, arn);
        requireSource(summary, arn);
        await requireDestinationKey(keys, input, call.region);
        const settings = described(input, summary);
        requireFree(state, request, destinationsOf(settings));
        const id = randomUUID();
        const channel: Channel = {
          name: String(input.ChannelName),
          id,
          arn: `arn:aws:kinesis:${call.region}:${accountOf(arn)}:channel/${id}`,
          streamArn: arn,
          createdAt: call.time,
          activeFrom: Date.now() + updatingMs,
          goneFrom: undefined,
          updatingUntil: 0,
          settings,
        };
        state.add(channel);
        if (isFields(input.Tags)) state.tags.set(channel.arn, tagsOf(input.Tags));
        return renderOutput(call, { ChannelDescription: { ...summed(channel).full, ChannelStatus: "CREATING" } });
      },
    },
    DescribeChannel: {
      before: (request) => renderOutput(request.call, { ChannelDescription: summed(found(request)).full }),
    },
    ListChannels: {
      before: ({ call, input }) => {
        const wanted = listOf(input.StreamFilter).map(({ StreamARN }) => StreamARN);
        const inRegion = state.channels().filter(({ arn }) => arn.split(":")[3] === call.region);
        const all = inRegion.filter(({ streamArn }) => wanted.length === 0 || wanted.includes(streamArn));
        const { items, next } = pageOf(all, input);
        return renderOutput(call, { ChannelSummaries: items.map((channel) => summed(channel).short), ...next });
      },
    },
    UpdateChannel: {
      before: (request) => {
        const channel = found(request);
        const { ChannelStatus: status } = summed(channel).short;
        if (status !== "ACTIVE") throw inUse(`Channel ${channel.arn} is not ACTIVE, instead in state ${status}.`);
        const settings = updated(channel.settings, request.input);
        if (!settings) throw invalid("The destination of a channel cannot be changed.");
        channel.settings = settings;
        channel.updatingUntil = Date.now() + updatingMs;
        return renderOutput(request.call, {
          ChannelDescription: { ...summed(channel).full, ChannelStatus: "UPDATING" },
        });
      },
    },
    DeleteChannel: {
      before: (request) => {
        found(request).goneFrom ??= Date.now() + updatingMs;
        return renderOutput(request.call, {});
      },
    },
  };
};

const isOwnKey = (keyId: unknown) => String(keyId).includes("alias/aws/");

const requireSource = (summary: Fields, arn: string): void => {
  if (!isOnDemand(summary)) throw invalid(`Stream ${nameOf(arn)} is not in On-Demand mode.`);
  if (summary.EncryptionType === "KMS" && isOwnKey(summary.KeyId))
    throw invalid(`Stream ${nameOf(arn)} is encrypted with the AWS managed key alias/aws/kinesis.`);
};

/** The key for the destination's objects has to be the customer's. Source: Kinesis API Reference, ChannelEncryptionConfiguration. */
const requireDestinationKey = async (keys: Keys, { EncryptionConfiguration }: Input, region: string): Promise<void> => {
  const { KeyId } = fieldsOf(EncryptionConfiguration);
  if (typeof KeyId !== "string") return;
  if (isOwnKey(KeyId)) throw invalid("The key of a channel has to be a customer managed key.");
  await requireKey(keys, KeyId, region);
};

const destinationsOf = (settings: Fields): readonly string[] =>
  Object.keys(settings).filter((member) => member.endsWith("DestinationConfiguration"));

const requireFree = (state: KinesisState, { call, input, arn }: Request, to: readonly string[]): void => {
  if (to.length !== 1) throw invalid("Specify either S3DestinationConfiguration or S3TablesDestinationConfiguration.");
  const name = String(input.ChannelName);
  if (state.channels().some((other) => other.name === name && other.arn.split(":")[3] === call.region))
    throw inUse(`Channel ${name} already exists.`);
  if (state.channels(arn).some((other) => to.some((member) => member in other.settings)))
    throw limitExceeded(`Stream ${nameOf(arn)} already has a channel to this kind of destination.`);
};

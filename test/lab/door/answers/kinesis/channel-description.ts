import type { Input } from "../../types.ts";
import { type Fields, fieldsOf, isFields, listOf } from "../../values.ts";
import { type Channel, phaseOf } from "./state.ts";

/** What a channel keeps of the input that it was created with, defaults filled in. Source: Kinesis API Reference, ChannelDescription. */
export const described = (input: Input, stream: Fields): Fields => {
  const destinations = ["S3DestinationConfiguration", "S3TablesDestinationConfiguration"].flatMap((member) => {
    const given = input[member];
    return isFields(given) ? [[member, { DataFreshnessInSeconds: 300, ...deadLetters(given), ...given }] as const] : [];
  });
  return {
    ServiceExecutionRoleARN: input.ServiceExecutionRoleARN,
    StreamConfigurationList: listOf(input.StreamConfigurationList).map((source) => ({
      ...source,
      StreamCreationTimestamp: stream.StreamCreationTimestamp,
    })),
    ...Object.fromEntries(destinations),
    ...(isFields(input.EncryptionConfiguration) ? { EncryptionConfiguration: input.EncryptionConfiguration } : {}),
    LoggingConfiguration: input.LoggingConfiguration ?? { CloudWatchLogs: { Enabled: false } },
  };
};

/** Those of a bucket go to the bucket itself unless the input says otherwise. */
const deadLetters = ({ StorageConfiguration }: Fields): Fields => {
  const { BucketARN, ExpectedBucketOwner } = fieldsOf(StorageConfiguration);
  return BucketARN === undefined ? {} : { DeadLetterQueueS3Configuration: { BucketARN, ExpectedBucketOwner } };
};

/** The settings with freshness and logging as in the input of UpdateChannel; undefined if it speaks of another destination. */
export const updated = (settings: Fields, input: Input): Fields | undefined => {
  const result: Record<string, unknown> = { ...settings };
  for (const [member, value] of Object.entries(input)) {
    if (member === "ChannelARN") continue;
    if (!(member in settings)) return undefined;
    result[member] = { ...fieldsOf(settings[member]), ...fieldsOf(value) };
  }
  return result;
};

/** A channel's description, and its summary in lists. */
export const summed = (channel: Channel) => {
  const phase = phaseOf(channel);
  const common = {
    ChannelName: channel.name,
    ChannelARN: channel.arn,
    ChannelId: channel.id,
    ChannelStatus: phase === "ACTIVE" && channel.updatingUntil > Date.now() ? "UPDATING" : phase,
    ChannelCreationTimestamp: channel.createdAt,
  };
  return {
    full: { ...common, ...channel.settings },
    short: {
      ...common,
      ChannelDestinationType: "S3DestinationConfiguration" in channel.settings ? "S3" : "S3_TABLES",
      Streams: listOf(channel.settings.StreamConfigurationList).map(({ StreamARN, StreamCreationTimestamp }) => ({
        StreamARN,
        StreamCreationTimestamp,
      })),
    },
  };
};

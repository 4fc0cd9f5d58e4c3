import type {
  AddTagsToStreamCommandInput,
  AddTagsToStreamCommandOutput,
  CreateChannelCommandInput,
  CreateChannelCommandOutput,
  DecreaseStreamRetentionPeriodCommandInput,
  DecreaseStreamRetentionPeriodCommandOutput,
  DeleteChannelCommandInput,
  DeleteChannelCommandOutput,
  DeleteResourcePolicyCommandInput,
  DeleteResourcePolicyCommandOutput,
  DeregisterStreamConsumerCommandInput,
  DeregisterStreamConsumerCommandOutput,
  DescribeChannelCommandInput,
  DescribeChannelCommandOutput,
  DescribeStreamSummaryCommandInput,
  DescribeStreamSummaryCommandOutput,
  DisableEnhancedMonitoringCommandInput,
  DisableEnhancedMonitoringCommandOutput,
  EnableEnhancedMonitoringCommandInput,
  EnableEnhancedMonitoringCommandOutput,
  GetResourcePolicyCommandInput,
  GetResourcePolicyCommandOutput,
  IncreaseStreamRetentionPeriodCommandInput,
  IncreaseStreamRetentionPeriodCommandOutput,
  ListChannelsCommandInput,
  ListChannelsCommandOutput,
  ListStreamConsumersCommandInput,
  ListStreamConsumersCommandOutput,
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  PutResourcePolicyCommandInput,
  PutResourcePolicyCommandOutput,
  RegisterStreamConsumerCommandInput,
  RegisterStreamConsumerCommandOutput,
  RemoveTagsFromStreamCommandInput,
  RemoveTagsFromStreamCommandOutput,
  StartStreamEncryptionCommandInput,
  StartStreamEncryptionCommandOutput,
  StopStreamEncryptionCommandInput,
  StopStreamEncryptionCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
  UpdateMaxRecordSizeCommandInput,
  UpdateMaxRecordSizeCommandOutput,
  UpdateShardCountCommandInput,
  UpdateShardCountCommandOutput,
  UpdateStreamModeCommandInput,
  UpdateStreamModeCommandOutput,
  UpdateStreamRecordDistributionStrategyCommandInput,
  UpdateStreamRecordDistributionStrategyCommandOutput,
  UpdateStreamWarmThroughputCommandInput,
  UpdateStreamWarmThroughputCommandOutput,
} from "@aws-sdk/client-kinesis";
import { jsonOperations } from "./json-protocol.ts";

/** The operations of the SDK's client, with its types. The client itself would be a third of every bundle that judges or restores. */
const operation = jsonOperations({ name: "kinesis", target: "Kinesis_20131202", version: "1.1" });
const stream = "kinesis:stream";
const consumer = "kinesis:consumer";
const channel = "kinesis:channel";
const key = "kms:key";

export const kinesis = {
  AddTagsToStream: operation<AddTagsToStreamCommandInput, AddTagsToStreamCommandOutput>(
    "AddTagsToStream",
    "Tagging",
    stream,
  ),
  CreateChannel: {
    ...operation<CreateChannelCommandInput, CreateChannelCommandOutput>("CreateChannel", "Write", channel),
    // IAM's reference knows the channel alone; Kinesis asks for the stream (Kinesis Developer Guide, "IAM permissions for data
    // delivery"). Which role a channel had is not known beforehand: any can be passed, but to Kinesis only, which can act only as
    // those that trust it, the roles of channels.
    besides: [
      { action: "kinesis:CreateChannel", on: [stream] },
      { action: "kinesis:AssociateStreamsWithChannel", on: [channel, stream] },
      {
        action: "iam:PassRole",
        on: ["iam:role"],
        when: { StringEquals: { "iam:PassedToService": "kinesis.amazonaws.com" } },
      },
    ],
  },
  DecreaseStreamRetentionPeriod: operation<
    DecreaseStreamRetentionPeriodCommandInput,
    DecreaseStreamRetentionPeriodCommandOutput
  >("DecreaseStreamRetentionPeriod", "Write", stream),
  DeleteChannel: operation<DeleteChannelCommandInput, DeleteChannelCommandOutput>("DeleteChannel", "Write", channel),
  DeleteResourcePolicy: operation<DeleteResourcePolicyCommandInput, DeleteResourcePolicyCommandOutput>(
    "DeleteResourcePolicy",
    "Write",
    stream,
    consumer,
  ),
  DeregisterStreamConsumer: operation<DeregisterStreamConsumerCommandInput, DeregisterStreamConsumerCommandOutput>(
    "DeregisterStreamConsumer",
    "Write",
    consumer,
  ),
  DescribeChannel: operation<DescribeChannelCommandInput, DescribeChannelCommandOutput>(
    "DescribeChannel",
    "Read",
    channel,
  ),
  DescribeStreamSummary: operation<DescribeStreamSummaryCommandInput, DescribeStreamSummaryCommandOutput>(
    "DescribeStreamSummary",
    "Read",
    stream,
  ),
  DisableEnhancedMonitoring: operation<DisableEnhancedMonitoringCommandInput, DisableEnhancedMonitoringCommandOutput>(
    "DisableEnhancedMonitoring",
    "Write",
  ),
  EnableEnhancedMonitoring: operation<EnableEnhancedMonitoringCommandInput, EnableEnhancedMonitoringCommandOutput>(
    "EnableEnhancedMonitoring",
    "Write",
  ),
  GetResourcePolicy: operation<GetResourcePolicyCommandInput, GetResourcePolicyCommandOutput>(
    "GetResourcePolicy",
    "Read",
    stream,
    consumer,
  ),
  IncreaseStreamRetentionPeriod: operation<
    IncreaseStreamRetentionPeriodCommandInput,
    IncreaseStreamRetentionPeriodCommandOutput
  >("IncreaseStreamRetentionPeriod", "Write", stream),
  ListChannels: operation<ListChannelsCommandInput, ListChannelsCommandOutput>("ListChannels", "List"),
  ListStreamConsumers: operation<ListStreamConsumersCommandInput, ListStreamConsumersCommandOutput>(
    "ListStreamConsumers",
    "List",
    stream,
  ),
  ListTagsForResource: operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>(
    "ListTagsForResource",
    "Read",
    stream,
    consumer,
    channel,
  ),
  PutResourcePolicy: operation<PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput>(
    "PutResourcePolicy",
    "Write",
    stream,
    consumer,
  ),
  RegisterStreamConsumer: operation<RegisterStreamConsumerCommandInput, RegisterStreamConsumerCommandOutput>(
    "RegisterStreamConsumer",
    "Write",
    stream,
  ),
  RemoveTagsFromStream: operation<RemoveTagsFromStreamCommandInput, RemoveTagsFromStreamCommandOutput>(
    "RemoveTagsFromStream",
    "Tagging",
    stream,
  ),
  StartStreamEncryption: operation<StartStreamEncryptionCommandInput, StartStreamEncryptionCommandOutput>(
    "StartStreamEncryption",
    "Write",
    stream,
    key,
  ),
  StopStreamEncryption: operation<StopStreamEncryptionCommandInput, StopStreamEncryptionCommandOutput>(
    "StopStreamEncryption",
    "Write",
    stream,
    key,
  ),
  TagResource: operation<TagResourceCommandInput, TagResourceCommandOutput>(
    "TagResource",
    "Tagging",
    stream,
    consumer,
    channel,
  ),
  UntagResource: operation<UntagResourceCommandInput, UntagResourceCommandOutput>(
    "UntagResource",
    "Tagging",
    stream,
    consumer,
    channel,
  ),
  UpdateMaxRecordSize: operation<UpdateMaxRecordSizeCommandInput, UpdateMaxRecordSizeCommandOutput>(
    "UpdateMaxRecordSize",
    "Write",
    stream,
  ),
  UpdateShardCount: operation<UpdateShardCountCommandInput, UpdateShardCountCommandOutput>("UpdateShardCount", "Write"),
  UpdateStreamMode: operation<UpdateStreamModeCommandInput, UpdateStreamModeCommandOutput>("UpdateStreamMode", "Write"),
  UpdateStreamRecordDistributionStrategy: operation<
    UpdateStreamRecordDistributionStrategyCommandInput,
    UpdateStreamRecordDistributionStrategyCommandOutput
  >("UpdateStreamRecordDistributionStrategy", "Write", stream),
  UpdateStreamWarmThroughput: operation<
    UpdateStreamWarmThroughputCommandInput,
    UpdateStreamWarmThroughputCommandOutput
  >("UpdateStreamWarmThroughput", "Write", stream),
};

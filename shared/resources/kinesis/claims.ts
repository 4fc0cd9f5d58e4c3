/**
 * The calls of Kinesis Data Streams that are known to change something, and whether that is a stream, or what hangs on it, or
 * something else: the account's settings, or a channel, which has an ARN of its own. Any other is newer than this program.
 * Those that write records are data events and stand elsewhere. Source: Kinesis API Reference, "Actions".
 */
export const streamClaims = {
  AddTagsToStream: "resource",
  CreateChannel: "resource",
  CreateStream: "resource",
  DecreaseStreamRetentionPeriod: "resource",
  DeleteChannel: "other",
  DeleteResourcePolicy: "resource",
  DeleteStream: "resource",
  DeregisterStreamConsumer: "resource",
  DisableEnhancedMonitoring: "resource",
  EnableEnhancedMonitoring: "resource",
  IncreaseStreamRetentionPeriod: "resource",
  MergeShards: "resource",
  PutResourcePolicy: "resource",
  RegisterStreamConsumer: "resource",
  RemoveTagsFromStream: "resource",
  SplitShard: "resource",
  StartStreamEncryption: "resource",
  StopStreamEncryption: "resource",
  TagResource: "resource",
  UntagResource: "resource",
  UpdateAccountSettings: "other",
  UpdateChannel: "other",
  UpdateMaxRecordSize: "resource",
  UpdateShardCount: "resource",
  UpdateStreamMode: "resource",
  UpdateStreamRecordDistributionStrategy: "resource",
  UpdateStreamWarmThroughput: "resource",
} as const;

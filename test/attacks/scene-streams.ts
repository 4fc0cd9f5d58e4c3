import {
  AddTagsToStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DescribeStreamSummaryCommand,
  EnableEnhancedMonitoringCommand,
  IncreaseStreamRetentionPeriodCommand,
  ListTagsForStreamCommand,
  UpdateShardCountCommand,
  UpdateStreamRecordDistributionStrategyCommand,
} from "@aws-sdk/client-kinesis";
import { type Credentials, kinesisOf, type Scene, streamKey } from "./scene.ts";

/** What attacks on other things of a stream than its encryption need. */

/** What Kinesis says of the stream, once nothing about it is changing any more. */
export const summaryOf = async (scene: Scene) => {
  await streamKey(scene);
  const { StreamDescriptionSummary } = await kinesisOf(scene).send(
    new DescribeStreamSummaryCommand({ StreamARN: scene.stream.arn }),
  );
  return StreamDescriptionSummary;
};

export const hoursOf = async (scene: Scene): Promise<number> => (await summaryOf(scene))?.RetentionPeriodHours ?? 0;

/** Has the stream keep its records for so long, as the operator. */
export const keepFor = async (scene: Scene, hours: number): Promise<void> => {
  const is = await hoursOf(scene);
  if (is === hours) return;
  const input = { StreamARN: scene.stream.arn, RetentionPeriodHours: hours };
  const longer = new IncreaseStreamRetentionPeriodCommand(input);
  await kinesisOf(scene).send(hours > is ? longer : new DecreaseStreamRetentionPeriodCommand(input));
  await summaryOf(scene);
};

export const metricsOf = async (scene: Scene): Promise<readonly string[]> =>
  (await summaryOf(scene))?.EnhancedMonitoring?.flatMap(({ ShardLevelMetrics = [] }) => ShardLevelMetrics).sort() ?? [];

export const measure = async (scene: Scene, metrics: readonly ("IncomingBytes" | "OutgoingBytes")[]): Promise<void> => {
  const ShardLevelMetrics = [...metrics];
  await kinesisOf(scene).send(new EnableEnhancedMonitoringCommand({ StreamARN: scene.stream.arn, ShardLevelMetrics }));
  await summaryOf(scene);
};

export const distributionOf = async (scene: Scene) => (await summaryOf(scene))?.RecordDistributionStrategy;

export const distribute = async (
  scene: Scene,
  RecordDistributionStrategy: "AUTO" | "USER_PARTITION_KEY",
  credentials?: Credentials,
): Promise<void> => {
  await kinesisOf(scene, credentials).send(
    new UpdateStreamRecordDistributionStrategyCommand({ StreamARN: scene.stream.arn, RecordDistributionStrategy }),
  );
};

export const tagsOf = async (scene: Scene): Promise<Readonly<Record<string, string | undefined>>> => {
  const { Tags = [] } = await kinesisOf(scene).send(new ListTagsForStreamCommand({ StreamName: scene.stream.name }));
  return Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
};

export const tag = async (scene: Scene, Tags: Record<string, string>): Promise<void> => {
  await kinesisOf(scene).send(new AddTagsToStreamCommand({ StreamName: scene.stream.name, Tags }));
};

export const reshard = async (scene: Scene, TargetShardCount: number, credentials?: Credentials): Promise<void> => {
  await kinesisOf(scene, credentials).send(
    new UpdateShardCountCommand({ StreamName: scene.stream.name, TargetShardCount, ScalingType: "UNIFORM_SCALING" }),
  );
};

import type { Call, Output } from "../../aws/operations.ts";
import { type ShardMetric, shardMetrics } from "../../baseline/stream-settings.ts";
import { isMissing } from "../unread.ts";

/** How much a stream takes. */
export interface Capacity {
  readonly mode: "PROVISIONED" | "ON_DEMAND";
  readonly shards: number;
  /** Absent where none was asked for. */
  readonly warmThroughputMiBps?: number;
  readonly maxRecordSizeInKiB?: number;
}

/** What one call tells of a stream, which is nearly all. */
export interface StreamSummary {
  readonly arn: string;
  /** CREATING, DELETING, ACTIVE or UPDATING. While UPDATING, most writes are refused with ResourceInUseException. */
  readonly status: string;
  /** The name under which Kinesis was given the key; undefined: not encrypted. */
  readonly keyName?: string;
  readonly retentionHours: number;
  readonly capacity: Capacity;
  /** In AWS's own order. `ALL` is spelt out. */
  readonly shardMetrics: readonly ShardMetric[];
  /** Streams on demand only. `AUTO` takes no heed of partition keys. */
  readonly recordDistribution?: "USER_PARTITION_KEY" | "AUTO";
  readonly consumerCount: number;
  readonly channelCount: number;
}

type Described = NonNullable<Output<"kinesis:DescribeStreamSummary">["StreamDescriptionSummary"]>;

const metricsOf = ({ EnhancedMonitoring = [] }: Described): readonly ShardMetric[] => {
  const on = (EnhancedMonitoring ?? []).flatMap(({ ShardLevelMetrics = [] }) => ShardLevelMetrics);
  return on.includes("ALL") ? shardMetrics : shardMetrics.filter((metric) => on.includes(metric));
};

const capacityOf = ({ StreamModeDetails, OpenShardCount, WarmThroughput, MaxRecordSizeInKiB }: Described): Capacity => {
  const warm = WarmThroughput?.TargetMiBps;
  return {
    mode: StreamModeDetails?.StreamMode === "ON_DEMAND" ? "ON_DEMAND" : "PROVISIONED",
    shards: OpenShardCount ?? 0,
    ...(warm === undefined ? {} : { warmThroughputMiBps: warm }),
    ...(MaxRecordSizeInKiB === undefined ? {} : { maxRecordSizeInKiB: MaxRecordSizeInKiB }),
  };
};

/**
 * Source: Kinesis API Reference, StreamDescriptionSummary. Twenty calls a second for an account.
 * @returns undefined when there is no such stream, or it is being deleted: nothing about it can be changed any more
 */
export const readSummary = async (
  id: string,
  call: Call<"kinesis:DescribeStreamSummary">,
): Promise<StreamSummary | undefined> => {
  try {
    const { StreamDescriptionSummary: found } = await call("kinesis:DescribeStreamSummary", { StreamARN: id });
    if (found === undefined) throw new TypeError(`Kinesis described ${id} by nothing`);
    if (found.StreamStatus === "DELETING") return undefined;
    const { RecordDistributionStrategy: recordDistribution } = found;
    return {
      arn: id,
      status: found.StreamStatus ?? "UNKNOWN",
      ...(found.EncryptionType === "KMS" && found.KeyId ? { keyName: found.KeyId } : {}),
      retentionHours: found.RetentionPeriodHours ?? 0,
      capacity: capacityOf(found),
      shardMetrics: metricsOf(found),
      ...(recordDistribution === undefined ? {} : { recordDistribution }),
      consumerCount: found.ConsumerCount ?? 0,
      channelCount: found.ChannelCount ?? 0,
    };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

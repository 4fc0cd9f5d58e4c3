import type { Call, Reply } from "../../types.ts";
import { type Fields, isFields } from "../../values.ts";
import { isCommitted } from "./account-settings.ts";
import { inOrder } from "./monitoring.ts";
import type { KinesisState } from "./state.ts";
import { accountOf, isOnDemand } from "./stream.ts";

/** UPDATING or DELETING; undefined for a stream that nothing happens to. */
export const passingStatus = (state: KinesisState, arn: string): string | undefined => {
  const { isDeleting, updatingUntil } = state.stream(arn);
  if (isDeleting) return "DELETING";
  return updatingUntil > Date.now() ? "UPDATING" : undefined;
};

/** Shows in a description of streams what the door keeps of them. */
export const withState = ({ operation }: Call, reply: Reply, state: KinesisState): Reply => {
  if (!/^(DescribeStream|DescribeStreamSummary|ListStreams)$/.test(operation)) return reply;
  const show = (_: string, value: unknown): unknown => {
    if (!isFields(value) || !("StreamARN" in value) || !("StreamStatus" in value)) return value;
    const arn = String(value.StreamARN);
    return {
      ...value,
      StreamStatus: passingStatus(state, arn) ?? value.StreamStatus,
      EnhancedMonitoring: inOrder(value.EnhancedMonitoring),
      ...("OpenShardCount" in value ? ofSummary(value, arn, state) : {}),
    };
  };
  return { ...reply, body: Buffer.from(JSON.stringify(JSON.parse(reply.body.toString("utf8"), show))) };
};

/** Source: Kinesis API Reference, StreamDescriptionSummary: distribution and warm throughput only for streams on demand. */
const ofSummary = (summary: Fields, arn: string, state: KinesisState): Fields => {
  const { maxRecordSizeInKiB, distribution, warmThroughput, updatingUntil } = state.stream(arn);
  const common = {
    ConsumerCount: state.consumers(arn).length,
    ChannelCount: state.channels(arn).length,
    MaxRecordSizeInKiB: maxRecordSizeInKiB,
  };
  if (!isOnDemand(summary)) return common;
  const isCommittedTo = isCommitted(state, accountOf(arn), arn.split(":")[3] ?? "");
  const { target, before } = warmThroughput ?? {};
  const CurrentMiBps = updatingUntil > Date.now() ? before : target;
  return {
    ...common,
    RecordDistributionStrategy: distribution,
    ...(warmThroughput && isCommittedTo ? { WarmThroughput: { TargetMiBps: target, CurrentMiBps } } : {}),
  };
};

import { renderOutput } from "../../reply/output.ts";
import { fieldsOf } from "../../values.ts";
import { isCommitted } from "./account-settings.ts";
import type { KinesisOptions, Operations } from "./operation.ts";
import { count, requireQuota } from "./quota.ts";
import type { StreamState } from "./state.ts";
import { invalid, isOnDemand, nameOf, readStream } from "./stream.ts";

/** Source: Kinesis Developer Guide, "Choose the right mode to ingest your data": twice within 24 hours for each stream. */
const modeQuota = 2;

/** Modes, and the warm throughput of streams on demand. Source: Kinesis API Reference, UpdateStreamMode, UpdateStreamWarmThroughput. */
export const capacity = ({ moto, state }: KinesisOptions): Operations => ({
  UpdateStreamMode: {
    before: async ({ arn, account }) => {
      await readStream(moto, arn);
      const message = `The capacity mode of stream ${nameOf(arn)} under account ${account} was switched ${modeQuota} times in the last 24 hours.`;
      requireQuota(state.stream(arn), "UpdateStreamMode", modeQuota, message);
      return undefined;
    },
    after: ({ input, arn }) => {
      const stream = state.stream(arn);
      count(stream, "UpdateStreamMode");
      const isProvisioned = fieldsOf(input.StreamModeDetails).StreamMode === "PROVISIONED";
      stream.warmThroughput = isProvisioned ? undefined : warmedTo(input.WarmThroughputMiBps);
      if (isProvisioned) stream.distribution = "USER_PARTITION_KEY";
      return undefined;
    },
  },
  UpdateStreamWarmThroughput: {
    before: async ({ call, input, arn, account }) => {
      if (!isOnDemand(await readStream(moto, arn)))
        throw invalid(`Stream ${nameOf(arn)} under account ${account} is not in On-Demand mode.`);
      if (!isCommitted(state, account, call.region))
        throw invalid(`MinimumThroughputBillingCommitment is not enabled for account ${account}.`);
      const stream = state.stream(arn);
      const before = stream.warmThroughput?.target ?? 0;
      stream.warmThroughput = warmedTo(input.WarmThroughputMiBps, before);
      return renderOutput(call, {
        StreamARN: arn,
        StreamName: nameOf(arn),
        WarmThroughput: { TargetMiBps: stream.warmThroughput?.target, CurrentMiBps: before },
      });
    },
  },
});

/** The warm throughput that an input asks for; undefined when it asks for none. */
export const warmedTo = (target: unknown, before = 0): StreamState["warmThroughput"] =>
  typeof target === "number" ? { target, before } : undefined;

import { renderOutput } from "../../reply/output.ts";
import { readOutcome } from "../../reply/read.ts";
import type { KinesisOptions, Operation, Operations } from "./operation.ts";
import { count, requireQuota } from "./quota.ts";
import { limitExceeded, nameOf, readStream, requireProvisioned } from "./stream.ts";

const quota = 10;

/** Shards are counted only in provisioned mode. Source: Kinesis API Reference, UpdateShardCount, SplitShard, MergeShards. */
export const shards = ({ moto, state }: KinesisOptions): Operations => {
  const provisionedOnly: Operation = {
    before: async ({ arn }) => {
      requireProvisioned(await readStream(moto, arn), arn);
      return undefined;
    },
  };
  return {
    SplitShard: provisionedOnly,
    MergeShards: provisionedOnly,
    UpdateShardCount: {
      before: async ({ input, arn, account }) => {
        const summary = await readStream(moto, arn);
        requireProvisioned(summary, arn);
        const open = Number(summary.OpenShardCount);
        const target = Number(input.TargetShardCount);
        const counts = `Current open shard count: ${open}, Target shard count: ${target}`;
        if (target > 2 * open)
          throw limitExceeded(`UpdateShardCount cannot scale up over double your current open shard count. ${counts}`);
        if (target < open / 2)
          throw limitExceeded(`UpdateShardCount cannot scale down below half your current open shard count. ${counts}`);
        const message = `UpdateShardCount was called ${quota} times for stream ${nameOf(arn)} under account ${account} in the last 24 hours.`;
        requireQuota(state.stream(arn), "UpdateShardCount", quota, message);
        return undefined;
      },
      after: ({ call, arn }, reply) => {
        count(state.stream(arn), "UpdateShardCount");
        const outcome = readOutcome(call, reply);
        const output = outcome.ok ? outcome.output : {};
        return renderOutput(call, {
          StreamName: nameOf(arn),
          CurrentShardCount: output.CurrentShardCount,
          TargetShardCount: output.TargetShardCount,
          StreamARN: arn,
        });
      },
    },
  };
};

import { renderOutput } from "../../reply/output.ts";
import { fieldsOf } from "../../values.ts";
import type { KinesisOptions, Operations } from "./operation.ts";
import type { Commitment, KinesisState } from "./state.ts";

/** The commitment cannot be ended in its first 24 hours. Source: Kinesis Developer Guide, "On-demand Advantage mode". */
const window = 24 * 60 * 60 * 1000;

const keyOf = (account: string, region: string) => `${account} ${region}`;

export const isCommitted = ({ commitments }: KinesisState, account: string, region: string): boolean => {
  const commitment = commitments.get(keyOf(account, region));
  return commitment !== undefined && (commitment.endsAt === undefined || commitment.endsAt.getTime() > Date.now());
};

/** MinimumThroughputBillingCommitment. Source: Kinesis API Reference, UpdateAccountSettings. */
export const accountSettings = ({ state: { commitments } }: KinesisOptions): Operations => ({
  DescribeAccountSettings: {
    before: ({ call, account }) => renderOutput(call, shown(commitments.get(keyOf(account, call.region)))),
  },
  UpdateAccountSettings: {
    before: ({ call, input, account }) => {
      const key = keyOf(account, call.region);
      const wanted = fieldsOf(input.MinimumThroughputBillingCommitment).Status;
      const known = commitments.get(key);
      if (wanted === "DISABLED" && known) known.endsAt ??= endOf(known);
      else if (wanted === "ENABLED" && known && endOf(known) > call.time) known.endsAt = undefined;
      else if (wanted === "ENABLED") commitments.set(key, { startedAt: call.time, endsAt: undefined });
      return renderOutput(call, shown(commitments.get(key)));
    },
  },
});

const earliestEnd = ({ startedAt }: Commitment) => new Date(startedAt.getTime() + window);

const endOf = (commitment: Commitment): Date => new Date(Math.max(Date.now(), earliestEnd(commitment).getTime()));

const shown = (commitment: Commitment | undefined) => {
  if (!commitment) return { MinimumThroughputBillingCommitment: { Status: "DISABLED" } };
  const { startedAt: StartedAt, endsAt } = commitment;
  const EarliestAllowedEndAt = earliestEnd(commitment);
  if (!endsAt) return { MinimumThroughputBillingCommitment: { Status: "ENABLED", StartedAt, EarliestAllowedEndAt } };
  const hasEnded = endsAt.getTime() <= Date.now();
  const Status = hasEnded ? "DISABLED" : "ENABLED_UNTIL_EARLIEST_ALLOWED_END";
  return {
    MinimumThroughputBillingCommitment: {
      Status,
      StartedAt,
      ...(hasEnded ? { EndedAt: endsAt } : {}),
      EarliestAllowedEndAt,
    },
  };
};

import { type StreamSettings, shardMetrics } from "../../baseline/stream-settings.ts";
import type { KeyIdentity } from "../kms-key.ts";
import type { StreamBaseline } from "./state.ts";

/** Without a word about policies, everybody in the stream's own account and nobody else. */
const ownAccountOnly = { ownAccount: "whole", accounts: [], principals: [], organizations: [], services: [] } as const;

/** What was declared of a stream, with what the declared key was found to be. */
export const baselineOf = (declared: StreamSettings, key: KeyIdentity | undefined): StreamBaseline => {
  const { retentionHours, registeredConsumers, channels, recordDistribution, capacity, tags, encryption } = declared;
  const metrics = declared.shardMetrics;
  return {
    retentionHours,
    registeredConsumers,
    channels,
    recordDistribution,
    capacity,
    tags,
    policy: declared.policy ?? ownAccountOnly,
    ...(encryption ? { encryption: { name: encryption.key, ...(key ? { key } : {}) } } : {}),
    ...(metrics
      ? { shardMetrics: shardMetrics.filter((one) => metrics.includes("ALL") || metrics.includes(one)) }
      : {}),
  };
};

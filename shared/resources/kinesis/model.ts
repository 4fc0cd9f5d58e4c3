import type { StreamSettings } from "../../baseline/stream-settings.ts";
import { isKnown, type KeyIdentity, namedKey } from "../kms-key.ts";
import type { Model } from "../resource.ts";
import { baselineOf } from "./baseline.ts";
import { newStream, streamAfter } from "./leaves.ts";
import type { StreamBaseline, StreamState } from "./state.ts";
import { streamArn } from "./stream-id.ts";

/** A key that is declared by an alias stands for itself: nobody can be asked what it points to. */
const baseline = (id: string, declared: StreamSettings): StreamBaseline => {
  const home = streamArn(id);
  return baselineOf(declared, declared.encryption && home && namedKey(declared.encryption.key, home));
};

/** The stream as its baseline has it; what is not guarded, as Kinesis makes it. */
const assumed = (id: string, wanted: StreamBaseline): StreamState => {
  const { encryption, retentionHours, registeredConsumers = [], recordDistribution, tags, capacity } = wanted;
  const fresh = newStream(id, streamArn(id)?.account ?? "");
  const { mode, shards, warmThroughputMiBps, maxRecordSizeInKiB } = capacity ?? {};
  return {
    ...fresh,
    ...(encryption?.key ? { key: encryption.key } : {}),
    ...(recordDistribution ? { recordDistribution } : {}),
    retentionHours: retentionHours ?? fresh.retentionHours,
    capacity: {
      ...fresh.capacity,
      ...(mode ? { mode } : {}),
      ...(shards ? { shards: shards.min } : {}),
      ...(warmThroughputMiBps === undefined ? {} : { warmThroughputMiBps }),
      ...(maxRecordSizeInKiB === undefined ? {} : { maxRecordSizeInKiB }),
    },
    shardMetrics: wanted.shardMetrics ?? [],
    consumers: registeredConsumers.map((name) => ({ name, arn: `${id}/consumer/${name}:0` })),
    policies: wanted.policy.guards ? { [id]: wanted.policy.guards } : {},
    tags: tags ?? {},
  };
};

/** Whether two keys can be told apart, or told to be the same, without asking KMS what an alias stands for. */
const isComparable = (a: KeyIdentity, b: KeyIdentity): boolean => a.name === b.name || (isKnown(a) && isKnown(b));

/** A key that may be the baseline's by another name, or may not, is not judged. */
const certain = (state: StreamState, { encryption }: StreamBaseline): StreamState => {
  const wanted = encryption?.key;
  if (!state.key || !wanted || isComparable(state.key, wanted)) return state;
  return { ...state, unread: { ...state.unread, key: { error: "AliasNotFollowed", denied: false } } };
};

/** A stream in a replay, in which nothing can be read. */
export const streamModel: Model<StreamState, StreamSettings, StreamBaseline> = {
  baseline,
  assumed,
  after: streamAfter,
  certain,
};

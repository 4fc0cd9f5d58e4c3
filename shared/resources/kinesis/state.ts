import type { ShardMetric, StreamSettings } from "../../baseline/stream-settings.ts";
import type { ApiCall } from "../../cloudtrail/api-call.ts";
import type { KeyIdentity } from "../kms-key.ts";
import type { Unread } from "../unread.ts";
import type { Channel } from "./channels.ts";
import type { Consumer } from "./consumers.ts";
import type { StreamSummary } from "./summary.ts";

/** A Kinesis data stream as it is, with all that hangs on it. */
export interface StreamState extends Omit<StreamSummary, "keyName" | "consumerCount" | "channelCount"> {
  readonly account: string;
  /** The key that new records are encrypted with; undefined: they are not. */
  readonly key?: KeyIdentity;
  readonly consumers: readonly Consumer[];
  /** The resource policies of the stream and of its consumers, by ARN, byte for byte; what has none is left out. */
  readonly policies: Readonly<Record<string, string>>;
  readonly channels: readonly Channel[];
  /** Read only where lockkeeper.yml speaks of tags; otherwise empty. */
  readonly tags: Readonly<Record<string, string>>;
  /** Which of these is not known, and why. It stands empty then, and must not be judged. */
  readonly unread: Readonly<Partial<Record<StreamPart, Unread>>>;
}
/** What is read by calls of its own. */
export type StreamPart = "key" | "consumers" | "policies" | "channels" | "tags";

/** What a stream must look like. What is absent is not guarded. */
export interface StreamBaseline
  extends Pick<
    StreamSettings,
    "retentionHours" | "registeredConsumers" | "channels" | "recordDistribution" | "capacity" | "tags"
  > {
  /** `key` is absent when the declared name stands for no key: then nothing can be restored, but it can be told. */
  readonly encryption?: { readonly name: string; readonly key?: KeyIdentity };
  readonly policy: NonNullable<StreamSettings["policy"]>;
  readonly shardMetrics?: readonly ShardMetric[];
}

/** What a call leaves of a stream: the parts that it changes. */
export type Leaves = (call: Pick<ApiCall, "request" | "response">, before: StreamState) => Partial<StreamState>;

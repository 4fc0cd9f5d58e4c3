/** What the door keeps of one stream. */
export interface StreamState {
  updatingUntil: number;
  isDeleting: boolean;
  maxRecordSizeInKiB: number;
  distribution: string;
  /** In MiB/s: what is wanted, and what there was before. */
  warmThroughput: { readonly target: number; readonly before: number } | undefined;
  /** When what is limited to some times in 24 hours was done, by operation. */
  readonly done: Map<string, number[]>;
}

/** From when on a consumer or channel is ACTIVE, and no longer there. */
export interface Lifetime {
  readonly createdAt: Date;
  activeFrom: number;
  goneFrom: number | undefined;
}

export interface Consumer extends Lifetime {
  readonly name: string;
  readonly arn: string;
  readonly streamArn: string;
}

export interface Channel extends Lifetime {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly streamArn: string;
  updatingUntil: number;
  /** The rest of its ChannelDescription. */
  settings: Readonly<Record<string, unknown>>;
}

export interface Commitment {
  readonly startedAt: Date;
  endsAt: Date | undefined;
}

export type Tags = Readonly<Record<string, string>>;

/** What moto does not keep of Kinesis, by ARN. */
export interface KinesisState {
  readonly stream: (arn: string) => StreamState;
  /** Those that are not gone yet. */
  readonly consumers: (streamArn?: string) => readonly Consumer[];
  readonly channels: (streamArn?: string) => readonly Channel[];
  readonly add: (one: Consumer | Channel) => void;
  readonly policies: Map<string, string>;
  /** Of consumers and channels: moto keeps those of streams. */
  readonly tags: Map<string, Tags>;
  /** MinimumThroughputBillingCommitment, by account and Region. */
  readonly commitments: Map<string, Commitment>;
  /** Forgets a stream with all that hangs on it. */
  readonly forget: (streamArn: string) => void;
}

export const openKinesisState = (): KinesisState => {
  const streams = new Map<string, StreamState>();
  const consumers = new Map<string, Consumer>();
  const channels = new Map<string, Channel>();
  const policies = new Map<string, string>();
  const tags = new Map<string, Tags>();
  const drop = (arn: string) => {
    for (const map of [streams, consumers, channels, policies, tags]) map.delete(arn);
  };
  const present = <T extends Lifetime & { readonly arn: string; readonly streamArn: string }>(
    all: ReadonlyMap<string, T>,
    streamArn: string | undefined,
  ): readonly T[] => {
    for (const { arn, goneFrom } of all.values()) if (goneFrom !== undefined && goneFrom <= Date.now()) drop(arn);
    return [...all.values()].filter((one) => streamArn === undefined || one.streamArn === streamArn);
  };
  return {
    stream: (arn) => {
      const known = streams.get(arn) ?? newStream();
      streams.set(arn, known);
      return known;
    },
    consumers: (streamArn) => present(consumers, streamArn),
    channels: (streamArn) => present(channels, streamArn),
    add: (one) => void ("id" in one ? channels.set(one.arn, one) : consumers.set(one.arn, one)),
    policies,
    tags,
    commitments: new Map(),
    forget: (streamArn) => {
      drop(streamArn);
      for (const { arn } of [...present(consumers, streamArn), ...present(channels, streamArn)]) drop(arn);
    },
  };
};

const newStream = (): StreamState => ({
  updatingUntil: 0,
  isDeleting: false,
  maxRecordSizeInKiB: 1024,
  distribution: "USER_PARTITION_KEY",
  warmThroughput: undefined,
  done: new Map(),
});

/** CREATING, ACTIVE or DELETING. */
export const phaseOf = ({ activeFrom, goneFrom }: Lifetime): string => {
  if (goneFrom !== undefined) return "DELETING";
  return activeFrom > Date.now() ? "CREATING" : "ACTIVE";
};

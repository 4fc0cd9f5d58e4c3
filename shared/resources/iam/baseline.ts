import type { Settings } from "../../baseline/settings.ts";
import type { StreamSettings } from "../../baseline/stream-settings.ts";
import { firstFit } from "../arn.ts";
import { streamId } from "../kinesis/stream-id.ts";
import type { DeclaredLimits, Home } from "../resource.ts";
import type { Access, Guarded } from "./guarded.ts";
import { identityNamed } from "./name.ts";

/** What lockkeeper.yml means for one identity: which streams are guarded from it. */
export interface IdentityLimits extends DeclaredLimits {
  readonly streams: readonly (Omit<Guarded, "keyArn"> & { readonly key?: string })[];
}

export interface IdentityBaseline {
  readonly guarded: readonly Guarded[];
}

const everything: readonly Access[] = [
  "read records of",
  "write records to",
  "change",
  "use the key of",
  "change the key of",
];

/** What is right for whom: feeding a stream for its producers, reading it for its consumers, all for who deploys or is needed in emergencies. */
const expectedOf = (id: string, stream: StreamSettings, settings: Settings): readonly Access[] => {
  const is = (patterns: readonly string[] = []) => firstFit(patterns, [id]) !== undefined;
  if (is([...settings.deployers, ...settings.operators, ...settings.protectedPrincipals])) return everything;
  const feeds: readonly Access[] = is(stream.producers) ? ["write records to", "use the key of"] : [];
  const reads: readonly Access[] = is(stream.consumers) ? ["read records of", "use the key of"] : [];
  return [...new Set([...feeds, ...reads])];
};

/** What holds for the identity of that id; undefined if it is none of this account's that could be changed. */
export const limitsOf = (id: string, settings: Settings, home: Home): IdentityLimits | undefined => {
  if (identityNamed(id)?.account !== home.account || settings.streams.length === 0) return undefined;
  const { streams } = settings;
  const isSaid = streams.every(({ producers }) => producers !== undefined);
  return {
    // Who is not guarded from anything is not touched for it.
    mode: streams.every(({ mode = settings.mode }) => mode === "observe") ? "observe" : undefined,
    // Who feeds any of the streams is asked for first; where nobody has said who does, it may be anybody.
    producers: isSaid ? streams.flatMap(({ producers = [] }) => producers) : undefined,
    consumers: streams.flatMap(({ consumers = [] }) => consumers),
    reversalsPerDay: undefined,
    streams: streams.map((stream) => ({
      name: stream.name,
      arn: streamId(stream.name, home.account, home.region),
      expected: expectedOf(id, stream, settings),
      ...(stream.encryption ? { key: stream.encryption.key } : {}),
    })),
  };
};

import type { Call } from "../aws/operations.ts";
import type { Settings } from "../baseline/settings.ts";
import type { StreamSettings } from "../baseline/stream-settings.ts";
import { baselineOf } from "./kinesis/baseline.ts";
import { readChannels } from "./kinesis/channels.ts";
import { streamClaims } from "./kinesis/claims.ts";
import { readConsumers } from "./kinesis/consumers.ts";
import { streamModel } from "./kinesis/model.ts";
import { readPolicies, readPolicyOf } from "./kinesis/policies.ts";
import type { StreamBaseline, StreamState } from "./kinesis/state.ts";
import { streamArn, streamId } from "./kinesis/stream-id.ts";
import { readSummary } from "./kinesis/summary.ts";
import { readTags } from "./kinesis/tags.ts";
import { streamsTouchedBy } from "./kinesis/touched-by.ts";
import { identifyKey, usableKey } from "./kms-key.ts";
import { type Home, resource } from "./resource.ts";
import { type Part, partOf } from "./unread.ts";

type StreamCall = Call<(typeof reads)[number]>;
const reads = [
  "kinesis:DescribeStreamSummary",
  "kinesis:GetResourcePolicy",
  "kinesis:ListStreamConsumers",
  "kinesis:ListChannels",
  "kinesis:DescribeChannel",
  "kinesis:ListTagsForResource",
  "kms:DescribeKey",
] as const;

const declaredIn = (id: string, settings: Settings, home: Home): StreamSettings | undefined => {
  const stream = streamArn(id);
  if (stream === undefined || id !== streamId(stream.name, home.account, home.region)) return undefined;
  return settings.streams.find(({ name }) => name === stream.name);
};

const homeOf = (id: string): Home => {
  const home = streamArn(id);
  if (home === undefined) throw new TypeError(`not the ARN of a Kinesis stream: ${id}`);
  return home;
};

const known = <T>(part: Part<T>, otherwise: T): T => ("value" in part ? part.value : otherwise);

const read = async (id: string, call: StreamCall, declared?: StreamSettings): Promise<StreamState | undefined> => {
  const home = homeOf(id);
  // Asked beside the summary; where there is no stream, nobody asks for what came of it.
  const own = readPolicyOf(id, call);
  own.catch(() => {});
  const summary = await readSummary(id, call);
  if (summary === undefined) return undefined;
  const { keyName, consumerCount, channelCount, ...others } = summary;
  const listed = partOf(consumerCount > 0 ? readConsumers(id, call) : Promise.resolve([]));
  const policiesOf = async () => {
    const all = [id, ...known(await listed, []).map(({ arn }) => arn)];
    return readPolicies(all, (arn) => (arn === id ? own : readPolicyOf(arn, call)));
  };
  const [key, consumers, policies, channels, tags] = await Promise.all([
    partOf(keyName ? identifyKey(keyName, home, call) : Promise.resolve(undefined)),
    listed,
    partOf(policiesOf()),
    partOf(channelCount > 0 ? readChannels(id, call) : Promise.resolve([])),
    partOf(declared?.tags ? readTags(id, call) : Promise.resolve({})),
  ]);
  const identity = known(key, undefined);
  const parts = { key, consumers, policies, channels, tags };
  return {
    ...others,
    account: home.account,
    ...(identity ? { key: identity } : {}),
    consumers: known(consumers, []),
    policies: known(policies, {}),
    channels: known(channels, []),
    tags: known(tags, {}),
    unread: Object.fromEntries(
      Object.entries(parts).flatMap(([name, part]) => ("unread" in part ? [[name, part.unread] as const] : [])),
    ),
  };
};

const baseline = async (id: string, declared: StreamSettings, call: StreamCall): Promise<StreamBaseline> => {
  const { encryption } = declared;
  return baselineOf(declared, encryption && (await usableKey(encryption.key, homeOf(id), call)));
};

export const kinesisStream = resource({
  type: "AWS::Kinesis::Stream",
  services: ["kinesis"],
  reads,
  declared: declaredIn,
  protected: ({ streams }, { account, region }) => streams.map(({ name }) => streamId(name, account, region)),
  settling: ({ status }) => status === "UPDATING" || status === "CREATING",
  unread: (state) => state.unread,
  read,
  baseline,
  touchedBy: streamsTouchedBy,
  claims: streamClaims,
  model: streamModel,
});

import type { Call } from "../aws/operations.ts";
import type { Settings, StreamSettings } from "../baseline/settings.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import { type Arn, parseArn, partitionOf } from "./arn.ts";
import { identifyKey, type KeyIdentity, usableKey } from "./kms-key.ts";
import { type Home, resource } from "./resource.ts";

/** A Kinesis data stream as it is. */
export interface StreamState {
  readonly arn: string;
  readonly account: string;
  /** CREATING, DELETING, ACTIVE or UPDATING. While UPDATING, most writes are refused with ResourceInUseException. */
  readonly status: string;
  /** The key that new records are encrypted with; undefined: they are not. */
  readonly key?: KeyIdentity;
}

/** What a stream must look like. */
export interface StreamBaseline {
  /** `key` is absent when the declared name stands for no key: then nothing can be restored, but it can be told. */
  readonly encryption?: { readonly name: string; readonly key?: KeyIdentity };
}

type StreamCall = Call<"kinesis:DescribeStreamSummary" | "kms:DescribeKey">;

/** The parts of a stream's id; undefined when it is none. */
export const streamArn = (id: string): (Arn & { readonly name: string }) | undefined => {
  const arn = parseArn(id);
  const name = arn?.resource.match(/^stream\/([^/]+)$/)?.[1];
  return arn?.service === "kinesis" && name !== undefined ? { ...arn, name } : undefined;
};

/** The id of a stream from its name. */
export const streamId = (name: string, account: string, region: string): string =>
  `arn:${partitionOf(region)}:kinesis:${region}:${account}:stream/${name}`;

const declaredIn = (id: string, settings: Settings, home: Home): StreamSettings | undefined => {
  const stream = streamArn(id);
  if (stream === undefined || id !== streamId(stream.name, home.account, home.region)) return undefined;
  return settings.streams.find(({ name }) => name === stream.name);
};

const isMissing = (error: unknown) => (error as Error).name === "ResourceNotFoundException";

const homeOf = (id: string): Home => {
  const home = streamArn(id);
  if (home === undefined) throw new TypeError(`not the ARN of a Kinesis stream: ${id}`);
  return home;
};

const read = async (id: string, call: StreamCall): Promise<StreamState | undefined> => {
  const home = homeOf(id);
  try {
    const { StreamDescriptionSummary: summary } = await call("kinesis:DescribeStreamSummary", { StreamARN: id });
    const state = { arn: id, account: home.account, status: summary?.StreamStatus ?? "UNKNOWN" };
    if (summary?.EncryptionType !== "KMS" || !summary.KeyId) return state;
    return { ...state, key: await identifyKey(summary.KeyId, home, call) };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

const baseline = async (id: string, { encryption }: StreamSettings, call: StreamCall): Promise<StreamBaseline> => {
  if (encryption === undefined) return {};
  const key = await usableKey(encryption.key, homeOf(id), call);
  return { encryption: { name: encryption.key, ...(key ? { key } : {}) } };
};

/**
 * The stream's own ARN out of any text that holds it: the ARN itself, that of a consumer or channel of it, or the sentence
 * of a denial. The twelve digits leave out the malformed `…:stream-name:stream/null` that Kinesis writes for calls by name.
 */
const inText = /arn:[a-z-]+:kinesis:[a-z0-9-]+:\d{12}:stream\/[A-Za-z0-9_.-]+/g;

/** Every text in a value, with the name of the field it stands in. Not recursive: the value may be nested as deep as an attacker likes. */
const textsIn = (root: unknown): readonly (readonly [field: string, text: string])[] => {
  const texts: [string, string][] = [];
  const open: [string, unknown][] = [["", root]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [field, value] = next;
    if (typeof value === "string") texts.push([field, value]);
    else if (Array.isArray(value)) for (const inner of value) open.push([field, inner]);
    else if (typeof value === "object" && value !== null) for (const entry of Object.entries(value)) open.push(entry);
  }
  return texts;
};

const touchedBy = (call: ApiCall): readonly string[] => {
  const said = textsIn([call.request, call.response]);
  const named = said.flatMap(([key, text]) =>
    /^streamnames?$/i.test(key) && /^[\w.-]{1,128}$/.test(text) ? [streamId(text, call.account, call.region)] : [],
  );
  const elsewhere = [...call.resources.map(({ arn }) => arn), call.error?.message ?? ""];
  const spelt = [...said.map(([, text]) => text), ...elsewhere].flatMap((text) => text.match(inText) ?? []);
  return [...new Set([...spelt, ...named])];
};

export const kinesisStream = resource({
  type: "AWS::Kinesis::Stream",
  services: ["kinesis"],
  reads: ["kinesis:DescribeStreamSummary", "kms:DescribeKey"],
  declared: declaredIn,
  protected: ({ streams }, { account, region }) => streams.map(({ name }) => streamId(name, account, region)),
  settling: ({ status }) => status === "UPDATING" || status === "CREATING",
  read,
  baseline,
  touchedBy,
});

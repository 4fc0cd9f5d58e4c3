import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { streamArn } from "../../resources/kinesis/stream-id.ts";
import { identifyKey } from "../../resources/kms-key.ts";
import { action } from "../action.ts";
import { streamSettled, unlessGone, whenStreamAllows } from "./stream-settled.ts";

const key = v.strictObject({ arn: v.string(), account: v.string(), name: v.string() });
const params = v.strictObject({ stream: v.string(), key });
const change = v.strictObject({
  resource: v.string(),
  before: v.strictObject({ key: v.nullable(key) }),
  after: v.strictObject({ key }),
});
type EncryptionChange = v.InferOutput<typeof change>;
type Key = v.InferOutput<typeof key>;
type Read = Call<"kinesis:DescribeStreamSummary" | "kms:DescribeKey">;
type Write = Call<
  "kinesis:DescribeStreamSummary" | "kms:DescribeKey" | "kinesis:StartStreamEncryption" | "kinesis:StopStreamEncryption"
>;

/** The key that a stream is encrypted with once nothing about it is changing any more; null: with none. */
const keyOf = async (stream: string, call: Read): Promise<Key | null> => {
  const { keyName } = await streamSettled(stream, call);
  const home = streamArn(stream);
  return keyName && home ? identifyKey(keyName, home, call) : null;
};

const sameKey = (a: Key | null | undefined, b: Key | null | undefined) => a?.arn === b?.arn;

const start = (stream: string, KeyId: string, call: Write) =>
  whenStreamAllows(stream, call, async () => {
    await call("kinesis:StartStreamEncryption", { StreamARN: stream, EncryptionType: "KMS", KeyId });
  });

const stop = (stream: string, KeyId: string, call: Write) =>
  whenStreamAllows(stream, call, async () => {
    await call("kinesis:StopStreamEncryption", { StreamARN: stream, EncryptionType: "KMS", KeyId });
  });

/** @param name by which name the key is given to Kinesis, which keeps it as it is given */
const bring = async (stream: string, wanted: Key | null, name: string | undefined, call: Write): Promise<void> => {
  const live = await keyOf(stream, call);
  if (sameKey(live, wanted)) return;
  if (name !== undefined) await start(stream, name, call);
  else if (live) await stop(stream, live.name, call);
  await streamSettled(stream, call);
};

/**
 * Encrypts the stream with the key of its baseline, whatever it is encrypted with now. The key in the event that told of the
 * change is the caller's own input and is never used. Kinesis allows 25 starts in a rolling day for each stream
 * (API reference, StartStreamEncryption).
 */
export const restoreStreamEncryption = action({
  id: "restore-stream-encryption",
  title: "Encrypt the stream with its own key again",
  countermeasure: "Restore",
  limits: "Records written in between stay as they were written: in clear, or under the other key.",
  reads: ["kinesis:DescribeStreamSummary", "kms:DescribeKey"],
  writes: ["kinesis:StartStreamEncryption", "kinesis:StopStreamEncryption"],
  params,
  change,
  plan: async ({ stream, key: wanted }, call): Promise<EncryptionChange | undefined> => {
    const live = await keyOf(stream, call);
    if (sameKey(live, wanted)) return undefined;
    return { resource: stream, before: { key: live }, after: { key: wanted } };
  },
  // By ARN: an alias could be pointed elsewhere between the plan and the call.
  apply: ({ resource, after }, call) => bring(resource, after.key, after.key.arn, call),
  live: async ({ resource }, call) => {
    const live = await keyOf(resource, call).catch(unlessGone);
    return live === undefined ? undefined : { key: live };
  },
  // Two names of one key are the same key.
  same: (a, b) => sameKey(a.key, b.key),
  undo: ({ resource, before }, call) => bring(resource, before.key, before.key?.name, call),
});

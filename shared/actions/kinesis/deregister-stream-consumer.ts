import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { samePolicy } from "../../policy/canonical.ts";
import { readConsumers } from "../../resources/kinesis/consumers.ts";
import { readPolicyOf } from "../../resources/kinesis/policies.ts";
import { readSummary } from "../../resources/kinesis/summary.ts";
import { readTags } from "../../resources/kinesis/tags.ts";
import { action } from "../action.ts";

/** `null`: there is no consumer of that name. */
const state = v.nullable(v.strictObject({ policy: v.nullable(v.string()), tags: v.record(v.string(), v.string()) }));
const change = v.strictObject({
  resource: v.string(),
  stream: v.string(),
  consumer: v.string(),
  before: state,
  after: v.null(),
});
type ConsumerChange = v.InferOutput<typeof change>;
type State = ConsumerChange["before"];

const reads = [
  "kinesis:DescribeStreamSummary",
  "kinesis:GetResourcePolicy",
  "kinesis:ListStreamConsumers",
  "kinesis:ListTagsForResource",
] as const;
const writes = [
  "kinesis:DeregisterStreamConsumer",
  "kinesis:RegisterStreamConsumer",
  "kinesis:PutResourcePolicy",
] as const;
type Read = Call<(typeof reads)[number]>;
type Write = Call<(typeof reads)[number] | (typeof writes)[number]>;

/** The consumer is still on its way in or out; the step is tried again later. */
export class ConsumerBusy extends Error {
  override readonly name = "ConsumerBusy";
}

const arnOf = async (stream: string, consumer: string, call: Read): Promise<string | undefined> =>
  (await readConsumers(stream, call)).find(({ name }) => name === consumer)?.arn;

/** @returns undefined when there is no such stream any more */
const liveOf = async (stream: string, consumer: string, call: Read): Promise<State | undefined> => {
  if ((await readSummary(stream, call)) === undefined) return undefined;
  const arn = await arnOf(stream, consumer, call);
  if (arn === undefined) return null;
  const [policy = null, tags] = await Promise.all([readPolicyOf(arn, call), readTags(arn, call)]);
  return { policy, tags: { ...tags } };
};

const patience = { looks: 40, pauseMs: 250 };

/** Does something that Kinesis refuses while a consumer is CREATING or DELETING, which takes seconds. */
const whenAllowed = async (write: () => Promise<unknown>): Promise<void> => {
  for (let look = 1; look <= patience.looks; look += 1) {
    try {
      await write();
      return;
    } catch (error) {
      if ((error as Error).name !== "ResourceInUseException") throw error;
      await sleep(patience.pauseMs);
    }
  }
  throw new ConsumerBusy("the consumer is neither here nor gone");
};

const deregister = async ({ stream, consumer }: ConsumerChange, call: Write): Promise<void> => {
  const ConsumerARN = await arnOf(stream, consumer, call);
  if (ConsumerARN !== undefined) await whenAllowed(() => call("kinesis:DeregisterStreamConsumer", { ConsumerARN }));
};

/** An ARN of the consumer, whenever it was registered. */
const anyArn = /(:stream\/[\w.-]+\/consumer\/[\w.-]+):\d+/g;

const registerAgain = async ({ stream, consumer, before }: ConsumerChange, call: Write): Promise<void> => {
  if (before === null) return;
  const found = await arnOf(stream, consumer, call);
  if (found === undefined) {
    const Tags = Object.keys(before.tags).length > 0 ? { Tags: before.tags } : {};
    await whenAllowed(() =>
      call("kinesis:RegisterStreamConsumer", { StreamARN: stream, ConsumerName: consumer, ...Tags }),
    );
  }
  const arn = found ?? (await arnOf(stream, consumer, call));
  if (arn === undefined || before.policy === null) return;
  const created = arn.slice(arn.lastIndexOf(":"));
  const Policy = before.policy.replaceAll(anyArn, `$1${created}`);
  await whenAllowed(() => call("kinesis:PutResourcePolicy", { ResourceARN: arn, Policy }));
};

const withoutTimes = (policy: string | null): string | null =>
  policy === null ? null : policy.replaceAll(anyArn, "$1");

const same = (a: State, b: State): boolean => {
  if (a === null || b === null) return a === b;
  const [ours, theirs] = [withoutTimes(a.policy), withoutTimes(b.policy)];
  const isSamePolicy = ours === null || theirs === null ? ours === theirs : samePolicy(ours, theirs);
  return isSamePolicy && isDeepStrictEqual(a.tags, b.tags);
};

/** Takes a consumer off the stream: what reads by it is cut off at once. Source: Kinesis API Reference, DeregisterStreamConsumer. */
export const deregisterStreamConsumer = action({
  id: "deregister-stream-consumer",
  title: "Deregister the unknown consumer",
  countermeasure: "Restore",
  limits:
    "What it has read is read. Undoing it registers a consumer of the same name, with its policy and tags, but Kinesis gives it a new ARN.",
  reads,
  writes,
  params: v.strictObject({ stream: v.string(), consumer: v.string() }),
  change,
  plan: async ({ stream, consumer }, call): Promise<ConsumerChange | undefined> => {
    const before = await liveOf(stream, consumer, call);
    const resource = await arnOf(stream, consumer, call);
    return before && resource ? { resource, stream, consumer, before, after: null } : undefined;
  },
  apply: deregister,
  live: ({ stream, consumer }, call) => liveOf(stream, consumer, call),
  same,
  undo: registerAgain,
});

import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { readSummary } from "../../resources/kinesis/summary.ts";
import { readTags } from "../../resources/kinesis/tags.ts";
import { action } from "../action.ts";

/** `null`: there is no such tag. */
const values = v.record(v.string(), v.nullable(v.string()));
const tags = v.record(v.string(), v.string());
const change = v.strictObject({ resource: v.string(), before: values, after: values });
type TagsChange = v.InferOutput<typeof change>;
type Values = TagsChange["before"];
type Write = Call<"kinesis:ListTagsForResource" | "kinesis:TagResource" | "kinesis:UntagResource">;

/** The values of just these tags. */
const valuesOf = async (
  stream: string,
  keys: readonly string[],
  call: Call<"kinesis:ListTagsForResource">,
): Promise<Values> => {
  const live = await readTags(stream, call);
  return Object.fromEntries(keys.map((key) => [key, live[key] ?? null]));
};

const set = async (ResourceARN: string, wanted: Values, call: Write): Promise<void> => {
  const live = await valuesOf(ResourceARN, Object.keys(wanted), call);
  const off = Object.entries(wanted).filter(([key, value]) => live[key] !== value);
  const Tags = Object.fromEntries(off.flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])));
  const TagKeys = off.flatMap(([key, value]) => (value === null ? [key] : []));
  if (Object.keys(Tags).length > 0) await call("kinesis:TagResource", { ResourceARN, Tags });
  if (TagKeys.length > 0) await call("kinesis:UntagResource", { ResourceARN, TagKeys });
};

/** Gives the tags of the baseline their values again; others are left alone. Tagging does not wait for a stream that is UPDATING. */
export const restoreStreamTags = action({
  id: "restore-stream-tags",
  title: "Give the stream its tags again",
  countermeasure: "Restore",
  reads: ["kinesis:DescribeStreamSummary", "kinesis:ListTagsForResource"],
  writes: ["kinesis:TagResource", "kinesis:UntagResource"],
  params: v.strictObject({ stream: v.string(), tags }),
  change,
  plan: async ({ stream, tags: after }, call): Promise<TagsChange | undefined> => {
    const before = await valuesOf(stream, Object.keys(after), call);
    const isSo = Object.entries(after).every(([key, value]) => before[key] === value);
    return isSo ? undefined : { resource: stream, before, after };
  },
  apply: ({ resource, after }, call) => set(resource, after, call),
  live: async ({ resource, after }, call) =>
    (await readSummary(resource, call)) && valuesOf(resource, Object.keys(after), call),
  undo: ({ resource, before }, call) => set(resource, before, call),
});

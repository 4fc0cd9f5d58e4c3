import { renderOutput } from "../../reply/output.ts";
import { type Fields, tagsOf, textOf, textsOf } from "../../values.ts";
import type { KinesisOptions, Operations } from "./operation.ts";
import { requireResource } from "./resource.ts";
import type { Tags } from "./state.ts";
import { isStream } from "./stream.ts";

/** Tags by the resource's ARN. moto has those of streams alone, under their older operations. */
export const tagging = ({ moto, state }: KinesisOptions): Operations => {
  const ofStream = async (arn: string): Promise<Tags> => {
    const found = await moto.call("kinesis", "ListTagsForStream", { StreamARN: arn }, arn.split(":")[3]);
    return tagsOf(found.ok ? found.output.Tags : []);
  };
  const change = async (arn: string, add: Tags, remove: readonly string[]) => {
    await requireResource(moto, state, arn);
    const region = arn.split(":")[3];
    if (!isStream(arn)) {
      const all = { ...state.tags.get(arn), ...add };
      state.tags.set(arn, Object.fromEntries(Object.entries(all).filter(([key]) => !remove.includes(key))));
    } else if (remove.length > 0)
      await moto.call("kinesis", "RemoveTagsFromStream", { StreamARN: arn, TagKeys: remove }, region);
    else await moto.call("kinesis", "AddTagsToStream", { StreamARN: arn, Tags: add }, region);
  };
  return {
    TagResource: {
      before: async ({ call, input, arn }) => {
        await change(arn, tagsOf(input.Tags), []);
        return renderOutput(call, {});
      },
    },
    UntagResource: {
      before: async ({ call, input, arn }) => {
        await change(arn, {}, textsOf(input.TagKeys));
        return renderOutput(call, {});
      },
    },
    ListTagsForResource: {
      before: async ({ call, arn }) => {
        await requireResource(moto, state, arn);
        const tags = isStream(arn) ? await ofStream(arn) : (state.tags.get(arn) ?? {});
        return renderOutput(call, { Tags: listed(tags) });
      },
    },
    // moto's pages begin with the tag that the last one ended with.
    ListTagsForStream: {
      before: async ({ call, input, arn }) => {
        await requireResource(moto, state, arn);
        const start = textOf(input.ExclusiveStartTagKey);
        const rest = listed(await ofStream(arn)).filter(({ Key }) => start === undefined || String(Key) > start);
        const Tags = rest.slice(0, typeof input.Limit === "number" ? input.Limit : 50);
        return renderOutput(call, { Tags, HasMoreTags: Tags.length < rest.length });
      },
    },
  };
};

const listed = (tags: Tags): readonly Fields[] =>
  Object.entries(tags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([Key, Value]) => ({ Key, Value }));

import { step } from "../../actions/action.ts";
import { restoreStreamTags } from "../../actions/kinesis/restore-stream-tags.ts";
import type { StreamBaseline, StreamState } from "../../resources/kinesis/state.ts";
import { kinesisStream } from "../../resources/kinesis-stream.ts";
import { drift } from "../detection.ts";

const changedIn = ({ tags }: StreamState, { tags: wanted = {} }: StreamBaseline) =>
  Object.entries(wanted).filter(([key, value]) => tags[key] !== value);

/** Whoever changed a tag wrote it: it is shown in quotes, and not at any length. */
const shown = (value: string | undefined) => (value === undefined ? "gone" : JSON.stringify(value.slice(0, 100)));

/** What was found is written as JSON, `["access","open"]`: a key or a value may hold any character. */
const foundAs = (key: string, value: string | undefined): string => JSON.stringify([key, value ?? null]);
const readFound = (found: string) => JSON.parse(found) as readonly [key: string, value: string | null];

/** Whether a call gave the tag just the value that was found: whoever gives it the right one back is no culprit. */
const gave = (tags: unknown, found: string): boolean => {
  const [key, value] = readFound(found);
  return typeof tags === "object" && tags !== null && (tags as Readonly<Record<string, unknown>>)[key] === value;
};
const took = (tagKeys: unknown, found: string): boolean => {
  const [key, value] = readFound(found);
  return value === null && Array.isArray(tagKeys) && tagKeys.includes(key);
};

export const streamTagsChanged = drift({
  id: "stream-tags-changed",
  title: "Tags of the stream were changed",
  why: "Where access rests on tags, changing one gives rights to whoever had none, or takes them from whoever needs them.",
  severity: "Medium",
  attack: ["T1098"],
  controls: ["Kinesis.2"],
  blindSpots: "Only the tags that lockkeeper.yml names are looked at; those of consumers and channels are not.",
  of: kinesisStream,
  needs: ["tags"],
  several: true,
  causes: {
    AddTagsToStream: ({ tags }, _, found) => gave(tags, found),
    RemoveTagsFromStream: ({ tagKeys }, _, found) => took(tagKeys, found),
    TagResource: ({ tags, resourceARN }, state, found) => resourceARN === state.arn && gave(tags, found),
    UntagResource: ({ tagKeys, resourceARN }, state, found) => resourceARN === state.arn && took(tagKeys, found),
  },
  judge: (state, baseline) =>
    changedIn(state, baseline).map(([key, value]) => ({
      evidence: `The tag ${shown(key)} is ${shown(state.tags[key])}; it should be ${shown(value)}.`,
      found: foundAs(key, state.tags[key]),
    })),
  playbook: (state, baseline, found) => {
    const names = found.map((one) => readFound(one)[0]);
    const tags = Object.fromEntries(changedIn(state, baseline).filter(([key]) => names.includes(key)));
    return [step(restoreStreamTags, { stream: state.arn, tags })];
  },
});

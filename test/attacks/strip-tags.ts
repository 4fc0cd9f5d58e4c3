import { DescribeStreamSummaryCommand, RemoveTagsFromStreamCommand, TagResourceCommand } from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { kinesisOf, type LeakedKey, leakKeyOf, removeUser } from "./scene.ts";
import { tag, tagsOf } from "./scene-streams.ts";

export const stripTags = attack<LeakedKey>({
  id: "strip-tags",
  title: "The tag that access rests on is taken from the stream",
  story:
    "Policies in this account let interns touch what is not tagged as restricted. The attacker cannot change a policy, but may tag: first another value by the stream's ARN, then the tag is gone, by its name.",
  attack: ["T1098"],
  prepare: (scene) => leakKeyOf(scene, "deploy-tags"),
  strike: async (scene, { credentials }) => {
    const kinesis = kinesisOf(scene, credentials);
    const { name, arn } = scene.stream;
    await kinesis.send(new TagResourceCommand({ ResourceARN: arn, Tags: { access: "open" } }));
    await kinesis.send(new RemoveTagsFromStreamCommand({ StreamName: name, TagKeys: ["access"] }));
  },
  expected: {
    detections: ["stream-tags-changed"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "restore-stream-tags", type: "verified" },
    ],
    messages: "several",
  },
  again: async (scene, { credentials }) => {
    await kinesisOf(scene, credentials).send(new DescribeStreamSummaryCommand({ StreamName: scene.stream.name }));
  },
  restored: async (scene) => (await tagsOf(scene))["access"] === "restricted",
  checks: [leakedKeyInactive],
  mend: (scene) => tag(scene, { access: "restricted" }),
  cleanUp: removeUser,
});

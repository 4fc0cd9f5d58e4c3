import { DeleteResourcePolicyCommand, DescribeStreamSummaryCommand } from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { kinesisOf, type LeakedKey, leakKeyOf, removeUser } from "./scene.ts";
import { partnerOnly, policyOf, putPolicy } from "./scene-policies.ts";

export const removePolicyGuard = attack<LeakedKey>({
  id: "remove-policy-guard",
  title: "The stream's policy is deleted, and a partner shut out",
  story:
    "No record is read and none is written: the policy goes, and the partner whose business hangs on this stream reads nothing any more.",
  attack: ["T1562", "T1531"],
  prepare: (scene) => leakKeyOf(scene, "deploy-partners"),
  strike: async (scene, { credentials }) => {
    await kinesisOf(scene, credentials).send(new DeleteResourcePolicyCommand({ ResourceARN: scene.stream.arn }));
  },
  expected: {
    detections: ["stream-policy-guard-removed"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "restore-stream-policy", type: "verified" },
    ],
  },
  again: async (scene, { credentials }) => {
    await kinesisOf(scene, credentials).send(new DescribeStreamSummaryCommand({ StreamName: scene.stream.name }));
  },
  restored: async (scene) => (await policyOf(scene)).includes("111122223333:root"),
  checks: [leakedKeyInactive],
  mend: (scene) => putPolicy(scene, partnerOnly(scene)),
  cleanUp: removeUser,
});

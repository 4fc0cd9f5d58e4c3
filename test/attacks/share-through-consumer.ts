import { DescribeStreamSummaryCommand, PutResourcePolicyCommand } from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { othersKeepTheRole } from "./checks.ts";
import { kinesisOf } from "./scene.ts";
import { consumerArn, deletePolicy, policyOf, shareOf, stranger } from "./scene-policies.ts";
import { type LeakedSession, leakSessionOf, removeRole } from "./scene-sessions.ts";

export const shareThroughConsumer = attack<LeakedSession>({
  id: "share-through-consumer",
  title: "A stranger is let in by the policy of a consumer",
  story:
    "Whoever watches the stream's policy does not see this one: the consumer has a policy of its own, and what it lets a stranger subscribe to is the whole stream, at a speed that nobody else notices.",
  attack: ["T1537"],
  prepare: (scene) => leakSessionOf(scene, "deploy-consumers", "build-7"),
  strike: async (scene, { credentials }) => {
    const ResourceARN = await consumerArn(scene, "analytics");
    const share = shareOf(ResourceARN, stranger, "kinesis:DescribeStreamConsumer", "kinesis:SubscribeToShard");
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: share });
    await kinesisOf(scene, credentials).send(new PutResourcePolicyCommand({ ResourceARN, Policy }));
  },
  expected: {
    detections: ["stream-policy-admits-stranger"],
    outcomes: [
      { action: "deny-role-session", type: "verified" },
      { action: "tighten-stream-policy", type: "verified" },
    ],
  },
  again: async (scene, { credentials }) => {
    await kinesisOf(scene, credentials).send(new DescribeStreamSummaryCommand({ StreamName: scene.stream.name }));
  },
  restored: async (scene) => (await policyOf(scene, await consumerArn(scene, "analytics"))) === "",
  checks: [othersKeepTheRole],
  mend: async (scene) => deletePolicy(scene, await consumerArn(scene, "analytics")),
  cleanUp: removeRole,
});

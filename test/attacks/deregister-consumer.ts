import { DeregisterStreamConsumerCommand, DescribeStreamSummaryCommand } from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { kinesisOf, type LeakedKey, leakKeyOf, removeUser } from "./scene.ts";
import { haveConsumers } from "./scene-consumers.ts";
import { consumerArn } from "./scene-policies.ts";

export const deregisterConsumer = attack<LeakedKey>({
  id: "deregister-consumer",
  title: "The consumer of the analytics is taken off the stream",
  story:
    "One call, and the analytics see nothing any more. Registered anew by a machine, the consumer would have another ARN, which nobody's configuration knows: the attacker is put out, and people are told.",
  attack: ["T1489"],
  prepare: (scene) => leakKeyOf(scene, "deploy-analytics"),
  strike: async (scene, { credentials }) => {
    const ConsumerARN = await consumerArn(scene, "analytics");
    await kinesisOf(scene, credentials).send(new DeregisterStreamConsumerCommand({ ConsumerARN }));
  },
  expected: {
    detections: ["stream-consumer-removed"],
    outcomes: [{ action: "deactivate-access-key", type: "verified" }],
  },
  again: async (scene, { credentials }) => {
    await kinesisOf(scene, credentials).send(new DescribeStreamSummaryCommand({ StreamName: scene.stream.name }));
  },
  checks: [leakedKeyInactive],
  mend: (scene) => haveConsumers(scene, ["analytics"]),
  cleanUp: removeUser,
});

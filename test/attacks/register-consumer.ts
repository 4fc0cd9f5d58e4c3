import { DescribeStreamSummaryCommand, RegisterStreamConsumerCommand } from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { kinesisOf, type LeakedKey, leakKeyOf, removeUser } from "./scene.ts";
import { consumersOf, haveConsumers } from "./scene-consumers.ts";

export const registerConsumer = attack<LeakedKey>({
  id: "register-consumer",
  title: "Two consumers are registered that nobody knows",
  story:
    "A consumer with throughput of its own reads the whole stream and slows nobody down, so that nobody looks for it. The attacker registers two, should one be found.",
  attack: ["T1530", "T1119"],
  prepare: (scene) => leakKeyOf(scene, "deploy-taps"),
  strike: async (scene, { credentials }) => {
    const kinesis = kinesisOf(scene, credentials);
    const StreamARN = scene.stream.arn;
    await Promise.all(
      ["analytics-2", "audit"].map((ConsumerName) =>
        kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName })),
      ),
    );
  },
  expected: {
    detections: ["stream-consumer-registered"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "deregister-stream-consumer", type: "verified" },
      { action: "deregister-stream-consumer", type: "verified" },
    ],
    messages: "several",
  },
  again: async (scene, { credentials }) => {
    await kinesisOf(scene, credentials).send(new DescribeStreamSummaryCommand({ StreamName: scene.stream.name }));
  },
  restored: async (scene) => (await consumersOf(scene)).join() === "analytics",
  checks: [leakedKeyInactive],
  mend: (scene) => haveConsumers(scene, ["analytics"]),
  cleanUp: removeUser,
});

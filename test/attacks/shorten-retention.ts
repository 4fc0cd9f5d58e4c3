import { DecreaseStreamRetentionPeriodCommand, DescribeStreamSummaryCommand } from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { kinesisOf, type LeakedKey, leakKeyOf, removeUser } from "./scene.ts";
import { hoursOf, keepFor } from "./scene-streams.ts";

export const shortenRetention = attack<LeakedKey>({
  id: "shorten-retention",
  title: "The stream's memory is cut to a day",
  story:
    "The attacker has read what they came for, and has the stream forget: with a retention of 24 hours, yesterday's records are gone, and with them what could be replayed or looked into.",
  attack: ["T1485", "T1070"],
  prepare: (scene) => leakKeyOf(scene, "deploy-retention"),
  strike: async (scene, { credentials }) => {
    const { name } = scene.stream;
    await kinesisOf(scene, credentials).send(
      new DecreaseStreamRetentionPeriodCommand({ StreamName: name, RetentionPeriodHours: 24 }),
    );
  },
  expected: {
    detections: ["stream-retention-reduced"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "raise-stream-retention", type: "verified" },
    ],
  },
  again: async (scene, { credentials }) => {
    await kinesisOf(scene, credentials).send(new DescribeStreamSummaryCommand({ StreamName: scene.stream.name }));
  },
  restored: async (scene) => (await hoursOf(scene)) === 48,
  checks: [leakedKeyInactive],
  mend: (scene) => keepFor(scene, 48),
  cleanUp: removeUser,
});

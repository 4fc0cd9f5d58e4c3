import { IncreaseStreamRetentionPeriodCommand } from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { keyActive } from "./checks.ts";
import { kinesisOf, type LeakedKey, leakKeyOf, removeUser } from "./scene.ts";
import { hoursOf, keepFor } from "./scene-streams.ts";

export const extendRetention = attack<LeakedKey>({
  id: "extend-retention",
  title: "The stream is made to keep a month of records, for somebody to fetch",
  story:
    "Before the tap is laid, the barrel is filled: the longer the stream keeps its records, the more there will be to read. Whoever takes it back by itself destroys records that somebody may count on, so that people are told, and nothing is done.",
  attack: ["T1530"],
  prepare: (scene) => leakKeyOf(scene, "deploy-archive"),
  strike: async (scene, { credentials }) => {
    const { arn } = scene.stream;
    await kinesisOf(scene, credentials).send(
      new IncreaseStreamRetentionPeriodCommand({ StreamARN: arn, RetentionPeriodHours: 720 }),
    );
  },
  expected: { detections: ["stream-retention-extended"], outcomes: [] },
  checks: [
    keyActive,
    {
      what: "no record was destroyed",
      holds: async (scene) => {
        const hours = await hoursOf(scene);
        return hours === 720 || `the stream keeps its records for ${hours} hours`;
      },
    },
  ],
  mend: (scene) => keepFor(scene, 48),
  cleanUp: removeUser,
});

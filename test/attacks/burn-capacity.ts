import { attack } from "./attack.ts";
import { keyActive } from "./checks.ts";
import { type LeakedKey, leakKeyOf, removeUser } from "./scene.ts";
import { reshard, summaryOf } from "./scene-streams.ts";

/** Kinesis at most doubles the shards in one call. */
const steps = [2, 4, 8];

export const burnCapacity = attack<LeakedKey>({
  id: "burn-capacity",
  title: "The stream is resharded again and again",
  story:
    "Every shard costs money, and Kinesis lets a stream be resharded ten times a day. Whoever answers each of these calls with another uses up what is left, so that a person is asked first.",
  attack: ["T1499", "T1496"],
  prepare: (scene) => leakKeyOf(scene, "deploy-shards"),
  strike: async (scene, { credentials }) => {
    for (const shards of steps) {
      await reshard(scene, shards, credentials);
      await summaryOf(scene);
    }
  },
  expected: {
    detections: ["stream-capacity-changed"],
    outcomes: [{ action: "restore-stream-capacity", type: "awaiting-approval" }],
    messages: "several",
  },
  checks: [
    keyActive,
    {
      what: "none of the day's reshardings was used up",
      holds: async (scene) => {
        const shards = (await summaryOf(scene))?.OpenShardCount;
        return shards === 8 || `the stream has ${shards} shards`;
      },
    },
  ],
  mend: async (scene) => {
    for (const shards of [4, 2, 1])
      if (((await summaryOf(scene))?.OpenShardCount ?? 0) > shards) await reshard(scene, shards);
    await summaryOf(scene);
  },
  cleanUp: removeUser,
});

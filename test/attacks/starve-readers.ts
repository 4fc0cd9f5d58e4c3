import { GetRecordsCommand, GetShardIteratorCommand } from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { type Credentials, kinesisOf, type LeakedKey, leakKeyOf, removeUser, type Scene } from "./scene.ts";
import { type LeakedSession, leakSessionOf, removeRole } from "./scene-sessions.ts";

interface Prepared extends LeakedKey {
  /** The consumer that the stream is there for, at its work. */
  readonly consumer: LeakedSession;
}

/** Reads what comes, so many times, as fast as it is let. */
const readAs = async (scene: Scene, credentials: Credentials, times: number): Promise<void> => {
  const kinesis = kinesisOf(scene, credentials);
  const { arn: StreamARN } = scene.stream;
  const { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({ StreamARN, ShardId: "shardId-000000000000", ShardIteratorType: "LATEST" }),
  );
  for (let time = 0; time < times; time += 1) await kinesis.send(new GetRecordsCommand({ StreamARN, ShardIterator }));
};

export const starveReaders = attack<Prepared>({
  id: "starve-readers",
  title: "A stream's readers are starved by one who reads without end",
  story:
    "Five reads a second are all that a shard gives, to whoever asks first. With a leaked key somebody asks without end: the stream is as it should be, nothing was changed, and the consumer that the business runs on gets less and less. Minutes later CloudWatch's alarm rings, which knows of no callers.",
  attack: ["T1078.004", "T1499"],
  prepare: async (scene) => ({
    ...(await leakKeyOf(scene, "load-test")),
    consumer: await leakSessionOf(scene, "analytics", "worker-1"),
  }),
  strike: async (scene, { credentials, consumer }) => {
    await readAs(scene, consumer.credentials, 5);
    await readAs(scene, credentials, 60);
  },
  minutesLater: async (scene) => {
    if (scene.ring === undefined) throw new Error("alarms can be rung in the local AWS only");
    await scene.ring("ReadProvisionedThroughputExceeded");
  },
  expected: {
    // A stranger at the records is found as such at once; the alarm comes minutes later, when there is nothing left to do.
    detections: ["stream-read-by-stranger", "stream-throttled"],
    outcomes: [{ action: "deactivate-access-key", type: "verified" }],
    messages: "several",
  },
  again: (scene, { credentials }) => readAs(scene, credentials, 1),
  checks: [
    leakedKeyInactive,
    {
      what: "the consumer still reads",
      holds: async (scene, { consumer }) => {
        await readAs(scene, consumer.credentials, 1);
        return true;
      },
    },
  ],
  mend: async () => undefined,
  cleanUp: async (scene, prepared) => {
    await removeUser(scene, prepared);
    await removeRole(scene, prepared.consumer);
  },
});

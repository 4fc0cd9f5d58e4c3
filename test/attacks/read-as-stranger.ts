import { GetRecordsCommand, GetShardIteratorCommand } from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { isRefused } from "./refused.ts";
import { type Credentials, kinesisOf, type LeakedKey, leakKeyOf, removeUser, type Scene } from "./scene.ts";
import { type LeakedSession, leakSessionOf, removeRole } from "./scene-sessions.ts";

interface Thieves extends LeakedKey {
  readonly session: LeakedSession;
}

const ShardId = "shardId-000000000000";

/** All that the stream holds, by its name, and then by nothing but an iterator. */
const readAll = async (scene: Scene, credentials: Credentials): Promise<void> => {
  const kinesis = kinesisOf(scene, credentials);
  const { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({ StreamName: scene.stream.name, ShardId, ShardIteratorType: "TRIM_HORIZON" }),
  );
  await kinesis.send(new GetRecordsCommand({ ShardIterator }));
};

/** What comes from now on, by the stream's ARN, again and again. */
const readAlong = async (scene: Scene, credentials: Credentials): Promise<void> => {
  const kinesis = kinesisOf(scene, credentials);
  const { arn: StreamARN } = scene.stream;
  const { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({ StreamARN, ShardId, ShardIteratorType: "LATEST" }),
  );
  for (let poll = 0; poll < 5; poll += 1) await kinesis.send(new GetRecordsCommand({ StreamARN, ShardIterator }));
};

export const readAsStranger = attack<Thieves>({
  id: "read-as-stranger",
  title: "Records are read by somebody who is no consumer",
  story:
    "Two credentials have leaked, the key of a user and a session of a role, each with the right to read the stream, and neither a consumer's. One is used to fetch all that the stream holds from its oldest record on, the other to listen in. Nothing about the stream changes.",
  attack: ["T1078.004", "T1530"],
  prepare: async (scene) => ({
    ...(await leakKeyOf(scene, "backfill-orders")),
    session: await leakSessionOf(scene, "notebook", "exploration"),
  }),
  strike: async (scene, { credentials, session }) => {
    await readAll(scene, credentials);
    await readAlong(scene, session.credentials);
  },
  expected: {
    detections: ["stream-read-by-stranger"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "deny-role-session", type: "verified" },
    ],
    messages: "several",
  },
  again: (scene, { credentials }) => readAll(scene, credentials),
  checks: [
    leakedKeyInactive,
    {
      what: "the session of the role is refused, too",
      holds: async (scene, { session }) =>
        (await isRefused(() => readAlong(scene, session.credentials))) || "it goes on reading",
    },
  ],
  mend: async () => undefined,
  cleanUp: async (scene, thieves) => {
    await removeUser(scene, thieves);
    await removeRole(scene, thieves.session);
  },
});

import {
  AddTagsToStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DeleteStreamCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
  StopStreamEncryptionCommand,
} from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { keyStatus, kinesisOf, type LeakedKey, leakKeyOf, removeUser, type Scene, withStream } from "./scene.ts";
import { removeUselessUser, uselessKeyOf } from "./scene-useless.ts";

interface Prober extends LeakedKey {
  /** Somebody else's key, which has rights. */
  readonly able: LeakedKey;
}

const ShardId = "shardId-000000000000";
const record = { PartitionKey: "1", Data: Buffer.from("?") };

/** One call after the other on a stream, to see which of them is let in. */
const tries = ({ stream: { name: StreamName, arn: StreamARN } }: Scene, kinesis: KinesisClient) => [
  () => kinesis.send(new AddTagsToStreamCommand({ StreamName, Tags: { a: "b" } })),
  () => kinesis.send(new DecreaseStreamRetentionPeriodCommand({ StreamARN, RetentionPeriodHours: 24 })),
  () => kinesis.send(new DeleteStreamCommand({ StreamName })),
  () => kinesis.send(new GetShardIteratorCommand({ StreamARN, ShardId, ShardIteratorType: "LATEST" })),
  () => kinesis.send(new PutRecordCommand({ StreamName, ...record })),
  () => kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: "a" })),
  () => kinesis.send(new StopStreamEncryptionCommand({ StreamName, EncryptionType: "KMS", KeyId: "alias/orders" })),
];

const nameOf = (error: unknown): string => (error as Error).name;

export const probeAccess = attack<Prober>({
  id: "probe-access",
  title: "Somebody tries what two stolen keys are good for",
  story:
    "The attacker has bought two keys and knows nothing about them. The first is tried on every stream with one call after the other, all of them refused; with the second a read is rehearsed as a dry run, which gives the answer away and leaves nothing behind.",
  attack: ["T1078.004", "T1580"],
  prepare: async (scene) => ({
    ...(await uselessKeyOf(scene, "intern")),
    able: await leakKeyOf(scene, "former-analyst"),
  }),
  strike: async (scene, { credentials, able }) => {
    const kinesis = kinesisOf(scene, credentials);
    for (const stream of ["orders", "payments", "telemetry"])
      for (const attempt of tries(withStream(scene, stream), kinesis)) {
        const error = await attempt().then(() => "let in", nameOf);
        if (error !== "AccessDeniedException") throw new Error(`expected a refusal, and it was ${error}`);
      }
    const { name: StreamName } = scene.stream;
    const rehearsed = { StreamName, ...record, DryRun: true };
    const answer = await kinesisOf(scene, able.credentials)
      .send(new PutRecordCommand(rehearsed))
      .then(() => "let in", nameOf);
    if (answer !== "DryRunOperationException")
      throw new Error(`expected the answer to a dry run, and it was ${answer}`);
  },
  expected: {
    detections: ["stream-access-probed"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "deactivate-access-key", type: "verified" },
    ],
    messages: "several",
  },
  again: async (scene, { able }) => {
    await kinesisOf(scene, able.credentials).send(new PutRecordCommand({ StreamName: scene.stream.name, ...record }));
  },
  checks: [
    leakedKeyInactive,
    {
      what: "the key that was rehearsed with is inactive, too",
      holds: async (scene, { able }) => {
        const status = await keyStatus(scene, able);
        return status === "Inactive" || `it is ${status}`;
      },
    },
  ],
  mend: async () => undefined,
  cleanUp: async (scene, prober) => {
    await removeUselessUser(scene, prober);
    await removeUser(scene, prober.able);
  },
});

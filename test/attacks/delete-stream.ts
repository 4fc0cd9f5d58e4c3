import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  RegisterStreamConsumerCommand,
} from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import {
  encryptAsDeclared,
  kinesisOf,
  type LeakedKey,
  leakKeyOf,
  removeUser,
  type Scene,
  withStream,
} from "./scene.ts";

const telemetry = (scene: Scene): Scene => withStream(scene, "telemetry");
const consumer = "dashboard";

/** Waits until AWS says this, or throws an error of this name. */
const until = async (wanted: string, ask: () => Promise<string | undefined>): Promise<void> => {
  while ((await ask().catch((error: Error) => error.name)) !== wanted) await sleep(50);
};
const streamIs = (scene: Scene, wanted: string) =>
  until(wanted, async () => {
    const described = await kinesisOf(scene).send(new DescribeStreamSummaryCommand({ StreamARN: scene.stream.arn }));
    return described.StreamDescriptionSummary?.StreamStatus;
  });

const register = async (scene: Scene): Promise<void> => {
  const named = { StreamARN: scene.stream.arn, ConsumerName: consumer };
  await kinesisOf(scene).send(new RegisterStreamConsumerCommand(named));
  await until("ACTIVE", async () => {
    const described = await kinesisOf(scene).send(new DescribeStreamConsumerCommand(named));
    return described.ConsumerDescription?.ConsumerStatus;
  });
};

export const deleteStream = attack<LeakedKey>({
  id: "delete-stream",
  title: "A stream is deleted with all its records",
  story:
    "Whoever has the leaked key of a deployment user wants nothing but damage. Kinesis refuses to delete a stream that has a registered consumer, unless one insists: it takes one call, and no call brings the records back.",
  attack: ["T1078.004", "T1485"],
  prepare: async (scene) => {
    await register(telemetry(scene));
    return leakKeyOf(scene, "deploy-telemetry");
  },
  strike: async (scene, { credentials }) => {
    const StreamARN = telemetry(scene).stream.arn;
    const kinesis = kinesisOf(scene, credentials);
    const refused = await kinesis.send(new DeleteStreamCommand({ StreamARN })).catch((error: Error) => error.name);
    if (refused !== "ResourceInUseException") throw new Error("a stream with a consumer was to be refused at first");
    await kinesis.send(new DeleteStreamCommand({ StreamARN, EnforceConsumerDeletion: true }));
  },
  expected: {
    detections: ["stream-deleted"],
    outcomes: [{ action: "deactivate-access-key", type: "verified" }],
  },
  again: async (scene, { credentials }) => {
    const { name } = telemetry(scene).stream;
    await kinesisOf(scene, credentials).send(new DeleteStreamCommand({ StreamName: name }));
  },
  checks: [leakedKeyInactive],
  mend: async (scene) => {
    const mended = telemetry(scene);
    await streamIs(mended, "ResourceNotFoundException");
    const StreamModeDetails = { StreamMode: "ON_DEMAND" as const };
    await kinesisOf(scene).send(new CreateStreamCommand({ StreamName: mended.stream.name, StreamModeDetails }));
    await streamIs(mended, "ACTIVE");
    await encryptAsDeclared(mended);
    await register(mended);
  },
  cleanUp: async (scene, leaked) => {
    const StreamARN = telemetry(scene).stream.arn;
    await kinesisOf(scene).send(new DeregisterStreamConsumerCommand({ StreamARN, ConsumerName: consumer }));
    await removeUser(scene, leaked);
  },
});

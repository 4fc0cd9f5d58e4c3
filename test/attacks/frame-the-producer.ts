import { PutRecordCommand } from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { encryptedAgain } from "./checks.ts";
import {
  encryptAsDeclared,
  isEncryptedAsDeclared,
  keyStatus,
  kinesisOf,
  type LeakedKey,
  leakKeyOf,
  removeUser,
  stopEncryptionAs,
} from "./scene.ts";

export const frameTheProducer = attack<LeakedKey>({
  id: "frame-the-producer",
  title: "A producer is made to look guilty, so that the responder cuts it off",
  story:
    "The attacker has come by the key of the service that feeds the stream, knows that a responder takes away the keys of whoever stops encryption, and stops it with this one: the outage is to be the responder's own work.",
  attack: ["T1078.004", "T1562.001", "T1499"],
  prepare: (scene) => leakKeyOf(scene, "orders-producer"),
  strike: (scene, { credentials }) => stopEncryptionAs(scene, credentials),
  expected: {
    detections: ["stream-encryption-stopped"],
    outcomes: [
      { action: "deactivate-access-key", type: "awaiting-approval" },
      { action: "restore-stream-encryption", type: "verified" },
    ],
  },
  restored: async (scene) => (await isEncryptedAsDeclared(scene)) === true,
  checks: [
    encryptedAgain,
    {
      what: "the producer's key is still active",
      holds: async (scene, producer) => {
        const status = await keyStatus(scene, producer);
        return status === "Active" || `it is ${status}`;
      },
    },
    {
      what: "the producer can still write to the stream",
      holds: async (scene, { credentials }) => {
        const { SequenceNumber } = await kinesisOf(scene, credentials).send(
          new PutRecordCommand({ StreamName: scene.stream.name, PartitionKey: "1", Data: Buffer.from("an order") }),
        );
        return SequenceNumber !== undefined || "the record was not taken";
      },
    },
  ],
  mend: encryptAsDeclared,
  cleanUp: removeUser,
});

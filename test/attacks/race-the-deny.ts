import { AttachUserPolicyCommand, DetachUserPolicyCommand, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { DescribeStreamSummaryCommand } from "@aws-sdk/client-kinesis";
import { attack } from "./attack.ts";
import { encryptedAgain } from "./checks.ts";
import { isRefused } from "./refused.ts";
import {
  encryptAsDeclared,
  iamOf,
  isEncryptedAsDeclared,
  keyStatus,
  kinesisOf,
  type LeakedKey,
  leakKeyOf,
  removeUser,
  type Scene,
  stopEncryptionAs,
} from "./scene.ts";
import { until } from "./until.ts";

interface Prepared {
  readonly leaked: LeakedKey;
  /** Somebody with power over IAM, whom nothing is known against. */
  readonly helper: LeakedKey;
}

const PolicyArn = "arn:aws:iam::aws:policy/IAMFullAccess";

const look = async (scene: Scene, { credentials }: LeakedKey): Promise<void> => {
  await kinesisOf(scene, credentials).send(new DescribeStreamSummaryCommand({ StreamName: scene.stream.name }));
};

/** Gives the key back, as somebody who may. */
const giveBack = async (scene: Scene, { leaked, helper }: Prepared): Promise<void> => {
  const { userName: UserName, credentials } = leaked;
  await iamOf(scene, helper.credentials).send(
    new UpdateAccessKeyCommand({ UserName, AccessKeyId: credentials.accessKeyId, Status: "Active" }),
  );
};

export const raceTheDeny = attack<Prepared>({
  id: "race-the-deny",
  title: "The key that was taken away is given back at once",
  story:
    "The attacker has an accomplice with power over IAM, whose calls look like nobody's business. As soon as the key is inactive it is active again, and nobody looks twice at what they have dealt with.",
  attack: ["T1098.001", "T1562.001"],
  prepare: async (scene) => {
    const leaked = await leakKeyOf(scene, "deploy-race");
    const helper = await leakKeyOf(scene, "iam-helper");
    await iamOf(scene).send(new AttachUserPolicyCommand({ UserName: helper.userName, PolicyArn }));
    return { leaked, helper };
  },
  fights: true,
  strike: async (scene, prepared) => {
    const { leaked } = prepared;
    await stopEncryptionAs(scene, leaked.credentials);
    await until(async () => (await keyStatus(scene, leaked)) === "Inactive");
    await giveBack(scene, prepared);
    await until(async () => (await isEncryptedAsDeclared(scene)) === true);
    // The key works again, until what was done about it is looked at once more.
    await until(() => isRefused(() => look(scene, leaked)));
  },
  expected: {
    detections: ["containment-undone", "stream-encryption-stopped"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "deny-user", type: "verified" },
      { action: "restore-stream-encryption", type: "verified" },
    ],
    messages: "several",
  },
  again: (scene, { leaked }) => look(scene, leaked),
  restored: async (scene) => (await isEncryptedAsDeclared(scene)) === true,
  checks: [encryptedAgain],
  mend: encryptAsDeclared,
  cleanUp: async (scene, { leaked, helper }) => {
    await iamOf(scene).send(new DetachUserPolicyCommand({ UserName: helper.userName, PolicyArn }));
    for (const user of [leaked, helper]) await removeUser(scene, user);
  },
});

import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { attack } from "./attack.ts";
import { encryptedAgain, leakedKeyInactive } from "./checks.ts";
import {
  type Credentials,
  encryptAsDeclared,
  iamOf,
  isEncryptedAsDeclared,
  type LeakedKey,
  type Scene,
  stopEncryptionAs,
} from "./scene.ts";
import { document, keptOut, leakAdminOf, lookAtStream, removeWholly } from "./scene-identities.ts";
import { removeRole, sessionOf } from "./scene-sessions.ts";

interface Prepared extends LeakedKey {
  /** Filled by the strike: of the first role, and of the one behind it. */
  sessions: Credentials[];
}

const roles = ["chain-first", "chain-second"] as const;

const createRole = async (scene: Scene, RoleName: string): Promise<void> => {
  const iam = iamOf(scene);
  const trust = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${scene.account}:root` }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: trust });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyDocument = document({ Action: ["kinesis:*", "kms:*", "sts:AssumeRole"] });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "streams", PolicyDocument }));
};

export const roleChain = attack<Prepared>({
  id: "role-chain",
  title: "The attacker goes on through a role, and a role behind it",
  story:
    "With the leaked key the attacker takes on a role, and from there another. Both sessions live on for an hour when the key is gone, and the second one's name leads nowhere near it.",
  attack: ["T1550.001", "T1078.004", "T1562.001"],
  prepare: async (scene) => {
    for (const role of roles) await createRole(scene, role);
    return { ...(await leakAdminOf(scene, "deploy-chain")), sessions: [] };
  },
  strike: async (scene, prepared) => {
    const first = await sessionOf(scene, roles[0], "build", prepared.credentials);
    const second = await sessionOf(scene, roles[1], "nightly", first);
    prepared.sessions = [first, second];
    await stopEncryptionAs(scene, prepared.credentials);
  },
  expected: {
    detections: ["stream-encryption-stopped"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "deny-role-session", type: "verified" },
      { action: "deny-role-session", type: "verified" },
      { action: "restore-stream-encryption", type: "verified" },
    ],
    messages: "several",
  },
  again: (scene, { sessions, credentials }) => lookAtStream(scene, sessions[1] ?? credentials),
  restored: async (scene) => (await isEncryptedAsDeclared(scene)) === true,
  checks: [
    encryptedAgain,
    leakedKeyInactive,
    keptOut("the session of the first role", ({ sessions, credentials }) => sessions[0] ?? credentials),
  ],
  mend: encryptAsDeclared,
  cleanUp: async (scene, { userName }) => {
    await removeWholly(scene, userName);
    for (const roleName of roles) await removeRole(scene, { roleName });
  },
});

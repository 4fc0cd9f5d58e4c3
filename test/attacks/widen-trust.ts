import { GetRoleCommand, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { iamOf, type LeakedKey, type Scene } from "./scene.ts";
import { leakAdminOf, removeWholly } from "./scene-identities.ts";
import { leakSessionOf, removeRole } from "./scene-sessions.ts";

const RoleName = "stream-processing";
const stranger = "999988887777";

const trusting = (...accounts: readonly string[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { AWS: accounts.map((account) => `arn:aws:iam::${account}:root`) },
      Action: "sts:AssumeRole",
    },
  });

const trustsStranger = async (scene: Scene): Promise<boolean> => {
  const { Role } = await iamOf(scene).send(new GetRoleCommand({ RoleName }));
  return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "").includes(stranger);
};

export const widenTrust = attack<LeakedKey>({
  id: "widen-trust",
  title: "A role that reads the streams trusts another account",
  story:
    "The attacker needs no key of yours any more: from their own account they take on the role that processes the stream, whenever they like.",
  attack: ["T1098", "T1078.004"],
  prepare: async (scene) => {
    await leakSessionOf(scene, RoleName, "worker");
    return leakAdminOf(scene, "deploy-trust");
  },
  strike: async (scene, { credentials }) => {
    const PolicyDocument = trusting(scene.account, stranger);
    await iamOf(scene, credentials).send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  },
  expected: {
    detections: ["trust-widened"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "restore-trust-policy", type: "verified" },
    ],
  },
  restored: async (scene) => !(await trustsStranger(scene)),
  checks: [leakedKeyInactive],
  mend: async (scene) => {
    if (!(await trustsStranger(scene))) return;
    const PolicyDocument = trusting(scene.account);
    await iamOf(scene).send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  },
  cleanUp: async (scene, { userName }) => {
    await removeWholly(scene, userName);
    await removeRole(scene, { roleName: RoleName });
  },
});

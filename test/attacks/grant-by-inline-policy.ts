import { DeleteUserPolicyCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { iamOf, type LeakedKey } from "./scene.ts";
import { bystander, document, leakAdminOf, lookAtStream, readsEverything, removeWholly } from "./scene-identities.ts";

interface Prepared extends LeakedKey {
  readonly accomplice: LeakedKey;
}

const PolicyName = "reports";
const harmless = document({ Action: "cloudwatch:GetMetricData" });

export const grantByInlinePolicy = attack<Prepared>({
  id: "grant-by-inline-policy",
  title: "A policy that was harmless lets a bystander read every stream",
  story:
    "The user has had that policy for years, for their dashboards. The attacker writes another text into it, under the same name, and nobody who lists policies sees a difference.",
  attack: ["T1098.003", "T1530"],
  prepare: async (scene) => {
    const accomplice = await bystander(scene, "dashboards");
    const input = { UserName: accomplice.userName, PolicyName, PolicyDocument: harmless };
    await iamOf(scene).send(new PutUserPolicyCommand(input));
    return { ...(await leakAdminOf(scene, "deploy-inline")), accomplice };
  },
  strike: async (scene, { credentials, accomplice }) => {
    const input = { UserName: accomplice.userName, PolicyName, PolicyDocument: readsEverything };
    await iamOf(scene, credentials).send(new PutUserPolicyCommand(input));
  },
  expected: {
    detections: ["policy-grants-streams"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "restore-inline-policy", type: "verified" },
    ],
  },
  again: (scene, { accomplice }) => lookAtStream(scene, accomplice.credentials),
  checks: [leakedKeyInactive],
  mend: async (scene, { accomplice }) => {
    const input = { UserName: accomplice.userName, PolicyName, PolicyDocument: harmless };
    await iamOf(scene).send(new PutUserPolicyCommand(input));
  },
  cleanUp: async (scene, { userName, accomplice }) => {
    await iamOf(scene).send(new DeleteUserPolicyCommand({ UserName: accomplice.userName, PolicyName }));
    for (const one of [userName, accomplice.userName]) await removeWholly(scene, one);
  },
});

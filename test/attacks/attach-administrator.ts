import { DetachUserPolicyCommand } from "@aws-sdk/client-iam";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { iamOf, type LeakedKey } from "./scene.ts";
import { attach, bystander, leakAdminOf, lookAtStream, removeWholly } from "./scene-identities.ts";

interface Prepared extends LeakedKey {
  readonly accomplice: LeakedKey;
}

const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";

export const attachAdministrator = attack<Prepared>({
  id: "attach-administrator",
  title: "A bystander is made an administrator",
  story:
    "One call, and a user who could do nothing can do everything, the streams among it. The policy is AWS's own: its text is nobody's to change.",
  attack: ["T1098.003"],
  prepare: async (scene) => ({
    ...(await leakAdminOf(scene, "deploy-attach")),
    accomplice: await bystander(scene, "intern"),
  }),
  strike: (scene, { credentials, accomplice }) => attach(scene, accomplice.userName, PolicyArn, credentials),
  expected: {
    detections: ["policy-grants-streams"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "restore-attachment", type: "verified" },
    ],
  },
  again: (scene, { accomplice }) => lookAtStream(scene, accomplice.credentials),
  checks: [leakedKeyInactive],
  mend: async (scene, { accomplice }) => {
    const input = { UserName: accomplice.userName, PolicyArn };
    await iamOf(scene)
      .send(new DetachUserPolicyCommand(input))
      .catch(() => undefined);
  },
  cleanUp: async (scene, { userName, accomplice }) => {
    for (const one of [userName, accomplice.userName]) await removeWholly(scene, one);
  },
});

import { CreateLoginProfileCommand, DeleteLoginProfileCommand } from "@aws-sdk/client-iam";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { iamOf, type LeakedKey } from "./scene.ts";
import { bystander, leakAdminOf, lookAtStream, removeWholly } from "./scene-identities.ts";

interface Prepared extends LeakedKey {
  readonly victim: LeakedKey;
}

export const takeAPassword = attack<Prepared>({
  id: "take-a-password",
  title: "A program's user gets a password for the console",
  story:
    "No program needs one. The attacker gives it to the user of a job, and signs in as that job, in a console that nobody expects to be used.",
  attack: ["T1098", "T1078.004"],
  prepare: async (scene) => ({
    ...(await leakAdminOf(scene, "deploy-password")),
    victim: await bystander(scene, "export-job"),
  }),
  strike: async (scene, { credentials, victim }) => {
    const input = { UserName: victim.userName, Password: "Correct-Horse-7-Battery", PasswordResetRequired: false };
    await iamOf(scene, credentials).send(new CreateLoginProfileCommand(input));
  },
  expected: {
    detections: ["login-profile-created-for-another"],
    outcomes: [{ action: "deactivate-access-key", type: "verified" }],
    messages: "several",
  },
  again: (scene, { credentials }) => lookAtStream(scene, credentials),
  checks: [leakedKeyInactive],
  mend: async (scene, { victim }) => {
    const gone = new DeleteLoginProfileCommand({ UserName: victim.userName });
    await iamOf(scene)
      .send(gone)
      .catch(() => undefined);
  },
  cleanUp: async (scene, { userName, victim }) => {
    for (const one of [userName, victim.userName]) await removeWholly(scene, one);
  },
});

import { DeleteUserPolicyCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { iamOf, type LeakedKey } from "./scene.ts";
import { bystander, leakAdminOf, lookAtStream, readsEverything, removeWholly } from "./scene-identities.ts";

interface Prepared extends LeakedKey {
  readonly accomplice: LeakedKey;
}

const PolicyName = "notes";
/** IAM does not count blanks; CloudTrail leaves out what is larger than 100 KB. */
const padded = readsEverything.replace("{", `{${" ".repeat(105_000)}`);

export const hidePolicy = attack<Prepared>({
  id: "hide-policy",
  title: "A policy is filled up with blanks, so that no record shows it",
  story:
    "The attacker gives a bystander the right to read every stream, with a hundred thousand blanks in the text. The event says that somebody put some policy on somebody, and nothing else.",
  attack: ["T1562.008", "T1098.003"],
  prepare: async (scene) => ({
    ...(await leakAdminOf(scene, "deploy-hidden")),
    accomplice: await bystander(scene, "quiet-one"),
  }),
  strike: async (scene, { credentials, accomplice }) => {
    const input = { UserName: accomplice.userName, PolicyName, PolicyDocument: padded };
    await iamOf(scene, credentials).send(new PutUserPolicyCommand(input));
  },
  expected: {
    detections: ["policy-grants-streams", "policy-hidden"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "restore-inline-policy", type: "verified" },
    ],
    messages: "several",
  },
  again: (scene, { accomplice }) => lookAtStream(scene, accomplice.credentials),
  checks: [leakedKeyInactive],
  mend: async (scene, { accomplice }) => {
    const input = { UserName: accomplice.userName, PolicyName };
    await iamOf(scene)
      .send(new DeleteUserPolicyCommand(input))
      .catch(() => undefined);
  },
  cleanUp: async (scene, { userName, accomplice }) => {
    for (const one of [userName, accomplice.userName]) await removeWholly(scene, one);
  },
});

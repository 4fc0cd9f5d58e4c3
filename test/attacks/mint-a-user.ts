import { CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { iamOf, type LeakedKey } from "./scene.ts";
import { keyFor, leakAdminOf, lookAtStream, readsEverything, removeWholly } from "./scene-identities.ts";

interface Prepared extends LeakedKey {
  /** Filled by the strike. */
  minted?: LeakedKey;
}

const UserName = "svc-metrics";

export const mintAUser = attack<Prepared>({
  id: "mint-a-user",
  title: "A new user with a name like all others, its rights and its key",
  story:
    "Three calls: a user, a policy, a key. Nothing that was there before has changed, so that there is nothing to compare.",
  attack: ["T1136.003", "T1098.001", "T1098.003"],
  prepare: async (scene) => ({ ...(await leakAdminOf(scene, "deploy-mint")) }),
  strike: async (scene, prepared) => {
    const iam = iamOf(scene, prepared.credentials);
    await iam.send(new CreateUserCommand({ UserName }));
    const input = { UserName, PolicyName: "metrics", PolicyDocument: readsEverything };
    await iam.send(new PutUserPolicyCommand(input));
    prepared.minted = await keyFor(scene, UserName, prepared.credentials);
  },
  expected: {
    detections: ["access-key-created-for-another", "policy-grants-streams"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "deactivate-access-key", type: "verified" },
      { action: "restore-inline-policy", type: "verified" },
    ],
    messages: "several",
  },
  again: (scene, { minted, credentials }) => lookAtStream(scene, minted?.credentials ?? credentials),
  checks: [leakedKeyInactive],
  mend: () => Promise.resolve(),
  cleanUp: async (scene, { userName }) => {
    for (const one of [userName, UserName]) await removeWholly(scene, one);
  },
});

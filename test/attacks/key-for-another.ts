import { DeleteAccessKeyCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { iamOf, type LeakedKey } from "./scene.ts";
import { bystander, keyFor, leakAdminOf, lookAtStream, readsEverything, removeWholly } from "./scene-identities.ts";

interface Prepared extends LeakedKey {
  readonly victim: LeakedKey;
  /** Filled by the strike. */
  made?: LeakedKey;
}

export const keyForAnother = attack<Prepared>({
  id: "key-for-another",
  title: "A key is made for a user whom nobody suspects",
  story:
    "The reporting job may read every stream. The attacker, with a key of the pipeline's, makes a key of their own for that job's user: no policy changes, and the job goes on as ever.",
  attack: ["T1098.001"],
  prepare: async (scene) => {
    const victim = await bystander(scene, "reporting-job");
    const input = { UserName: victim.userName, PolicyName: "reports", PolicyDocument: readsEverything };
    await iamOf(scene).send(new PutUserPolicyCommand(input));
    return { ...(await leakAdminOf(scene, "deploy-keys")), victim };
  },
  strike: async (scene, prepared) => {
    prepared.made = await keyFor(scene, prepared.victim.userName, prepared.credentials);
  },
  expected: {
    detections: ["access-key-created-for-another"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "deactivate-access-key", type: "verified" },
    ],
    messages: "several",
  },
  again: (scene, { made, credentials }) => lookAtStream(scene, made?.credentials ?? credentials),
  checks: [
    leakedKeyInactive,
    {
      what: "the job goes on working with its own key",
      holds: async (scene, { victim }) =>
        lookAtStream(scene, victim.credentials).then(
          () => true as const,
          (error: Error) => error.name,
        ),
    },
  ],
  mend: async (scene, { made }) => {
    if (made === undefined) return;
    const { userName: UserName, credentials } = made;
    const gone = new DeleteAccessKeyCommand({ UserName, AccessKeyId: credentials.accessKeyId });
    await iamOf(scene)
      .send(gone)
      .catch(() => undefined);
  },
  cleanUp: async (scene, { userName, victim }) => {
    for (const one of [userName, victim.userName]) await removeWholly(scene, one);
  },
});

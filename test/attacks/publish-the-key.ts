import { DetachUserPolicyCommand } from "@aws-sdk/client-iam";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { type Credentials, iamOf, type LeakedKey } from "./scene.ts";
import { attach, keptOut, leakAdminOf, lookAtStream, removeWholly } from "./scene-identities.ts";
import { userSessionOf } from "./scene-sessions.ts";

interface Prepared extends LeakedKey {
  readonly session: Credentials;
}

const PolicyArn = "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3";

export const publishTheKey = attack<Prepared>({
  id: "publish-the-key",
  title: "A key turns up in a public repository, and AWS puts the user in quarantine",
  story:
    "AWS finds such keys within minutes, and attaches a policy that forbids the user to start machines. It forbids nothing on streams: the attacker, who has made a session by then, goes on reading.",
  attack: ["T1552", "T1078.004"],
  prepare: async (scene) => {
    const leaked = await leakAdminOf(scene, "deploy-published");
    return { ...leaked, session: await userSessionOf(scene, leaked.credentials) };
  },
  // AWS does it for itself; here the operator does it in its place.
  strike: (scene, { userName }) => attach(scene, userName, PolicyArn),
  expected: {
    detections: ["access-key-exposed"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "deny-user", type: "verified" },
    ],
  },
  again: (scene, { session }) => lookAtStream(scene, session),
  checks: [leakedKeyInactive, keptOut("the key", ({ credentials }) => credentials)],
  mend: async (scene, { userName: UserName }) => {
    await iamOf(scene)
      .send(new DetachUserPolicyCommand({ UserName, PolicyArn }))
      .catch(() => undefined);
  },
  cleanUp: (scene, { userName }) => removeWholly(scene, userName),
});

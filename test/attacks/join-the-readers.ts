import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  PutGroupPolicyCommand,
  RemoveUserFromGroupCommand,
} from "@aws-sdk/client-iam";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { iamOf, type LeakedKey } from "./scene.ts";
import { bystander, leakAdminOf, lookAtStream, readsEverything, removeWholly } from "./scene-identities.ts";

interface Prepared extends LeakedKey {
  readonly accomplice: LeakedKey;
}

const GroupName = "stream-readers";

export const joinTheReaders = attack<Prepared>({
  id: "join-the-readers",
  title: "A bystander is put into the group of those who read the streams",
  story:
    "No policy is touched: the group has had its rights for long, and they are right. One user more in it, and they have them, too.",
  attack: ["T1098"],
  prepare: async (scene) => {
    const iam = iamOf(scene);
    await iam.send(new CreateGroupCommand({ GroupName }));
    const input = { GroupName, PolicyName: "read", PolicyDocument: readsEverything };
    await iam.send(new PutGroupPolicyCommand(input));
    const accomplice = await bystander(scene, "newcomer");
    return { ...(await leakAdminOf(scene, "deploy-group")), accomplice };
  },
  strike: async (scene, { credentials, accomplice }) => {
    await iamOf(scene, credentials).send(new AddUserToGroupCommand({ GroupName, UserName: accomplice.userName }));
  },
  expected: {
    detections: ["policy-grants-streams"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "restore-group-membership", type: "verified" },
    ],
  },
  again: (scene, { accomplice }) => lookAtStream(scene, accomplice.credentials),
  checks: [leakedKeyInactive],
  mend: async (scene, { accomplice }) => {
    const input = { GroupName, UserName: accomplice.userName };
    await iamOf(scene)
      .send(new RemoveUserFromGroupCommand(input))
      .catch(() => undefined);
  },
  cleanUp: async (scene, { userName, accomplice }) => {
    for (const one of [userName, accomplice.userName]) await removeWholly(scene, one);
    await iamOf(scene).send(new DeleteGroupPolicyCommand({ GroupName, PolicyName: "read" }));
    await iamOf(scene).send(new DeleteGroupCommand({ GroupName }));
  },
});

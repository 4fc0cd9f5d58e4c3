import {
  CreatePolicyCommand,
  DeletePolicyCommand,
  DeleteUserPermissionsBoundaryCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { iamOf, type LeakedKey } from "./scene.ts";
import { bystander, document, leakAdminOf, lookAtStream, readsEverything, removeWholly } from "./scene-identities.ts";

interface Prepared extends LeakedKey {
  readonly bounded: LeakedKey;
  readonly boundary: string;
}

export const dropBoundary = attack<Prepared>({
  id: "drop-boundary",
  title: "The boundary that kept a team from the streams is taken away",
  story:
    "The team writes its own policies, and has long had one that says more than it should: the boundary made it harmless. Without the boundary it counts.",
  attack: ["T1098.003"],
  prepare: async (scene) => {
    const iam = iamOf(scene);
    const bounded = await bystander(scene, "team-tools");
    const { Policy } = await iam.send(
      new CreatePolicyCommand({
        PolicyName: "team-boundary",
        PolicyDocument: document({ Action: "cloudwatch:*" }),
      }),
    );
    const boundary = Policy?.Arn ?? "";
    const UserName = bounded.userName;
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary: boundary }));
    const input = { UserName, PolicyName: "tools", PolicyDocument: readsEverything };
    await iam.send(new PutUserPolicyCommand(input));
    return { ...(await leakAdminOf(scene, "deploy-boundary")), bounded, boundary };
  },
  strike: async (scene, { credentials, bounded }) => {
    await iamOf(scene, credentials).send(new DeleteUserPermissionsBoundaryCommand({ UserName: bounded.userName }));
  },
  expected: {
    detections: ["boundary-removed"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "restore-permissions-boundary", type: "verified" },
    ],
  },
  again: (scene, { bounded }) => lookAtStream(scene, bounded.credentials),
  checks: [leakedKeyInactive],
  mend: async (scene, { bounded, boundary }) => {
    const input = { UserName: bounded.userName, PermissionsBoundary: boundary };
    await iamOf(scene).send(new PutUserPermissionsBoundaryCommand(input));
  },
  cleanUp: async (scene, { userName, bounded, boundary }) => {
    for (const one of [userName, bounded.userName]) await removeWholly(scene, one);
    await iamOf(scene).send(new DeletePolicyCommand({ PolicyArn: boundary }));
  },
});

import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  ListPolicyVersionsCommand,
} from "@aws-sdk/client-iam";
import { attack } from "./attack.ts";
import { leakedKeyInactive } from "./checks.ts";
import { iamOf, type LeakedKey, type Scene } from "./scene.ts";
import {
  attach,
  bystander,
  document,
  leakAdminOf,
  lookAtStream,
  readsEverything,
  removeWholly,
} from "./scene-identities.ts";

interface Prepared extends LeakedKey {
  readonly members: readonly LeakedKey[];
  readonly policyArn: string;
}

const harmless = document({ Action: "cloudwatch:GetMetricData" });

/** Leaves the policy with one version, that says what it said. */
const mend = async (scene: Scene, { policyArn: PolicyArn }: Prepared): Promise<void> => {
  const iam = iamOf(scene);
  const others = async () => {
    const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    return Versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion);
  };
  const drop = async () => {
    for (const { VersionId } of await others())
      await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  };
  await drop();
  await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: harmless, SetAsDefault: true }));
  await drop();
};

export const swapPolicyVersion = attack<Prepared>({
  id: "swap-policy-version",
  title: "A policy that two users share gets a version that reads every stream, and loses the old one",
  story:
    "Nobody's attachments change. The attacker puts a new version of the shared policy in force, and deletes the one before, so that there is nothing to go back to.",
  attack: ["T1098.003", "T1070"],
  prepare: async (scene) => {
    const members = [await bystander(scene, "team-first"), await bystander(scene, "team-second")];
    const { Policy } = await iamOf(scene).send(
      new CreatePolicyCommand({ PolicyName: "team-dashboards", PolicyDocument: harmless }),
    );
    const policyArn = Policy?.Arn ?? "";
    for (const { userName } of members) await attach(scene, userName, policyArn);
    return { ...(await leakAdminOf(scene, "deploy-version")), members, policyArn };
  },
  strike: async (scene, { credentials, policyArn: PolicyArn }) => {
    const iam = iamOf(scene, credentials);
    const version = { PolicyArn, PolicyDocument: readsEverything, SetAsDefault: true };
    await iam.send(new CreatePolicyVersionCommand(version));
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
  },
  expected: {
    detections: ["policy-grants-streams"],
    outcomes: [
      { action: "deactivate-access-key", type: "verified" },
      { action: "restore-policy-version", type: "verified" },
    ],
    messages: "several",
  },
  again: (scene, { members: [first], credentials }) => lookAtStream(scene, first?.credentials ?? credentials),
  checks: [leakedKeyInactive],
  mend,
  cleanUp: async (scene, { userName, members, policyArn: PolicyArn }) => {
    for (const one of [userName, ...members.map((member) => member.userName)]) await removeWholly(scene, one);
    await iamOf(scene).send(new DeletePolicyCommand({ PolicyArn }));
  },
});

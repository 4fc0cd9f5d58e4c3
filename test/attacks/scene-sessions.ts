import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { type Credentials, iamOf, type Scene } from "./scene.ts";

/** A session of a user, made from a key; it outlives the key by up to 36 hours (STS API Reference, GetSessionToken). */
export const userSessionOf = async (scene: Scene, credentials: Credentials): Promise<Credentials> => {
  const { region, endpoint } = scene;
  const sts = new STSClient({ region, credentials, ...(endpoint ? { endpoint } : {}) });
  const { Credentials: session } = await sts.send(new GetSessionTokenCommand({}));
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = session ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
};

/** A session of a role, taken by whoever may. */
export const sessionOf = async (
  scene: Scene,
  roleName: string,
  RoleSessionName: string,
  credentials = scene.operator,
): Promise<Credentials> => {
  const { region, endpoint } = scene;
  const sts = new STSClient({ region, credentials, ...(endpoint ? { endpoint } : {}) });
  const RoleArn = `arn:aws:iam::${scene.account}:role/${roleName}`;
  const { Credentials: session } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = session ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
};

/** A session of a role that may do with streams and keys what a workload may, in the attacker's hands. */
export interface LeakedSession {
  readonly roleName: string;
  readonly credentials: Credentials;
}

export const leakSessionOf = async (
  scene: Scene,
  roleName: string,
  RoleSessionName: string,
): Promise<LeakedSession> => {
  const iam = iamOf(scene);
  const trust = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${scene.account}:root` },
    Action: "sts:AssumeRole",
  };
  const document = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new CreateRoleCommand({ RoleName: roleName, AssumeRolePolicyDocument: document(trust) }));
  const PolicyDocument = document({ Effect: "Allow", Action: ["kinesis:*", "kms:*"], Resource: "*" });
  await iam.send(new PutRolePolicyCommand({ RoleName: roleName, PolicyName: "streams", PolicyDocument }));
  // IAM takes seconds to know a new role.
  if (scene.endpoint === undefined) await sleep(10_000);
  return { roleName, credentials: await sessionOf(scene, roleName, RoleSessionName) };
};

/** Takes the role away again, with whatever policies it has by then. */
export const removeRole = async (scene: Scene, { roleName }: Pick<LeakedSession, "roleName">): Promise<void> => {
  const iam = iamOf(scene);
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: roleName }));
  for (const PolicyName of PolicyNames) await iam.send(new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName }));
  await iam.send(new DeleteRoleCommand({ RoleName: roleName }));
};

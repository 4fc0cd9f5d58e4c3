import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { type Credentials, iamOf, type LeakedKey, type Scene } from "./scene.ts";

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
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: roleName, AssumeRolePolicyDocument: document(trust) }),
  );
  const PolicyDocument = document({ Effect: "Allow", Action: ["kinesis:*", "kms:*"], Resource: "*" });
  await iam.send(new PutRolePolicyCommand({ RoleName: roleName, PolicyName: "streams", PolicyDocument }));
  const { region, endpoint, operator } = scene;
  const sts = new STSClient({ region, credentials: operator, ...(endpoint ? { endpoint } : {}) });
  const { Credentials: session } = await sts.send(new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName }));
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = session ?? {};
  return {
    roleName,
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
  };
};

/** Takes the role away again, with whatever policies it has by then. */
export const removeRole = async (scene: Scene, { roleName }: Pick<LeakedSession, "roleName">): Promise<void> => {
  const iam = iamOf(scene);
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: roleName }));
  for (const PolicyName of PolicyNames) await iam.send(new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName }));
  await iam.send(new DeleteRoleCommand({ RoleName: roleName }));
};

/** A key of a user without any right. */
export const uselessKeyOf = async (scene: Scene, userName: string): Promise<LeakedKey> => {
  const iam = iamOf(scene);
  await iam.send(new CreateUserCommand({ UserName: userName }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: userName }));
  const credentials = { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" };
  return { userName, credentials };
};

/** Takes such a user away again. */
export const removeUselessUser = async (scene: Scene, { userName, credentials }: LeakedKey): Promise<void> => {
  const iam = iamOf(scene);
  await iam.send(new DeleteAccessKeyCommand({ UserName: userName, AccessKeyId: credentials.accessKeyId }));
  await iam.send(new DeleteUserCommand({ UserName: userName }));
};

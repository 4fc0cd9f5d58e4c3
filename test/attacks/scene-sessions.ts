import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { type Credentials, iamOf, type LeakedKey, leakKeyOf, removeUser, type Scene } from "./scene.ts";

/** A session that was taken of a role with a leaked key. */
export interface LeakedSession {
  readonly leaked: LeakedKey;
  readonly roleName: string;
  readonly sessionName: string;
  readonly credentials: Credentials;
}

const document = (...Statement: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: Statement.map((one) => ({ Effect: "Allow", ...one })) });

/** A session of a role, as the operator or with somebody's key. */
export const sessionOf = async (
  scene: Scene,
  roleName: string,
  sessionName: string,
  credentials = scene.operator,
): Promise<Credentials> => {
  const { region, endpoint } = scene;
  const sts = new STSClient({ region, credentials, ...(endpoint ? { endpoint } : {}) });
  const RoleArn = `arn:aws:iam::${scene.account}:role/${roleName}`;
  const { Credentials: session } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: sessionName }));
  return {
    accessKeyId: session?.AccessKeyId ?? "",
    secretAccessKey: session?.SecretAccessKey ?? "",
    ...(session?.SessionToken ? { sessionToken: session.SessionToken } : {}),
  };
};

/** A role that may do everything with streams, as pipelines have it; a user whose key has leaked; and a session taken with it. */
export const leakSessionOf = async (scene: Scene, name: string): Promise<LeakedSession> => {
  const iam = iamOf(scene);
  const roleName = `${name}-pipeline`;
  const leaked = await leakKeyOf(scene, name);
  const Principal = { AWS: `arn:aws:iam::${scene.account}:root` };
  await iam.send(
    new CreateRoleCommand({
      RoleName: roleName,
      AssumeRolePolicyDocument: document({ Principal, Action: "sts:AssumeRole" }),
    }),
  );
  const PolicyDocument = document({ Action: ["kinesis:*", "kms:*"], Resource: "*" });
  await iam.send(new PutRolePolicyCommand({ RoleName: roleName, PolicyName: "streams", PolicyDocument }));
  // IAM takes seconds to know a new role.
  if (scene.endpoint === undefined) await sleep(10_000);
  const sessionName = "build-7";
  return { leaked, roleName, sessionName, credentials: await sessionOf(scene, roleName, sessionName) };
};

export const removeSession = async (scene: Scene, { leaked, roleName }: LeakedSession): Promise<void> => {
  const iam = iamOf(scene);
  await iam.send(new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName: "streams" }));
  await iam.send(new DeleteRoleCommand({ RoleName: roleName }));
  await removeUser(scene, leaked);
};

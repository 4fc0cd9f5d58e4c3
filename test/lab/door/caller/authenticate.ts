import { type Call, ServiceError } from "../types.ts";
import { type Caller, rootCaller } from "./caller.ts";
import type { Identity } from "./directory.ts";
import type { IamState } from "./iam-state.ts";
import { invalidToken, missingToken, tokenExpired } from "./refusals.ts";
import type { Session, Sessions } from "./sessions.ts";

export interface Credentials {
  readonly account: string;
  readonly bootstrap: { readonly accessKeyId: string };
  readonly iam: IamState;
  readonly sessions: Sessions;
}

/**
 * Finds out who signed a call. The signature itself is not checked: the door does not know the secrets of keys.
 * undefined: an unsigned AssumeRoleWith…, where a token in the input stands for the caller. Throws ServiceError.
 */
export const authenticate = async (call: Call, door: Credentials): Promise<Caller | undefined> => {
  if (call.scope === undefined) {
    if (call.service.prefix === "sts" && call.operation.startsWith("AssumeRoleWith")) return undefined;
    throw missingToken(call);
  }
  const { accessKeyId, sessionToken } = call.scope;
  if (accessKeyId === door.bootstrap.accessKeyId) return rootCaller(door.account, accessKeyId);
  const session = door.sessions.get(accessKeyId);
  if (session) {
    if (sessionToken !== session.token) throw invalidToken(call);
    if (call.time >= session.expiresAt) throw tokenExpired(call);
    return ofSession(call, session, door);
  }
  const owner = sessionToken === undefined ? await door.iam.keyOwner(accessKeyId) : undefined;
  const user = owner?.active ? (await door.iam.directory()).users.get(owner.userName) : undefined;
  if (!user) throw invalidToken(call);
  return ofUser(user, accessKeyId, door);
};

const accountNames = (account: string) => [`arn:aws:iam::${account}:root`, account];

const ofUser = async (user: Identity, accessKeyId: string, { iam }: Credentials): Promise<Caller> => {
  const account = user.arn.split(":")[4] ?? "";
  return {
    type: "IAMUser",
    arn: user.arn,
    principalArn: user.arn,
    names: [user.arn, user.id, ...accountNames(account)],
    userId: user.id,
    account,
    accessKeyId,
    userName: user.name,
    issuer: undefined,
    session: undefined,
    tags: user.tags,
    claims: {},
    identity: await iam.policiesOf(user),
    boundary: await iam.boundaryOf(user),
  };
};

const ofSession = async (call: Call, session: Session, door: Credentials): Promise<Caller> => {
  const { roleArn, account, accessKeyId } = session;
  const { users, roles } = await door.iam.directory();
  if (session.kind !== "role" && session.userName === undefined)
    return { ...rootCaller(account, accessKeyId), session };
  const issuer = roleArn === undefined ? users.get(session.userName ?? "") : roles.get(roleArn);
  if (!issuer) throw invalidToken(call);
  const own = { id: issuer.id, arn: issuer.arn, name: issuer.name };
  const user = await ofUser(issuer, accessKeyId, door);
  if (session.kind === "user") return { ...user, issuer: own, session };
  const isRole = session.kind === "role";
  const arn = isRole
    ? `arn:aws:sts::${account}:assumed-role/${issuer.name}/${session.name}`
    : `arn:aws:sts::${account}:federated-user/${session.name}`;
  const userId = `${isRole ? issuer.id : account}:${session.name}`;
  return {
    ...user,
    type: isRole ? "AssumedRole" : "FederatedUser",
    arn,
    principalArn: isRole ? issuer.arn : arn,
    names: [arn, issuer.arn, userId, issuer.id, ...accountNames(account)],
    userId,
    userName: undefined,
    issuer: own,
    session,
    tags: { ...issuer.tags, ...session.tags },
  };
};

/** Credentials of GetSessionToken without MFA may not call IAM, and of STS only two operations (STS API Reference). */
export const refuseBeyondSession = (call: Call, caller: Caller): void => {
  const { session } = caller;
  if (session === undefined || session.kind === "role" || session.mfa) return;
  if (call.service.prefix === "iam") throw invalidToken(call);
  const allowed = session.kind === "user" ? ["AssumeRole", "GetCallerIdentity"] : ["GetCallerIdentity"];
  if (call.service.prefix === "sts" && !allowed.includes(call.operation))
    throw new ServiceError("AccessDenied", "Cannot call this operation with session credentials", 403);
};

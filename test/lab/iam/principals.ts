import { accountNamedBy } from "./arn.ts";
import { asList } from "./one-or-many.ts";
import type { AccessRequest, Statement } from "./types.ts";

/**
 * How a resource policy names the caller, weakest first. Source: IAM User Guide, "How AWS enforcement code logic evaluates
 * requests", resource-based policies.
 * - `account`: only the account, which may then allow its identities by their own policies
 * - `entity`: the role (or the user behind a federated session): boundary and session policies still limit it
 * - `direct`: the session, the user, the service, or everyone: no implicit deny elsewhere in the account limits it
 */
export type Naming = "none" | "account" | "entity" | "direct";

const strength: readonly Naming[] = ["none", "account", "entity", "direct"];

export const strongest = (namings: readonly Naming[]): Naming =>
  strength.findLast((naming) => namings.includes(naming)) ?? "none";

type Principals = NonNullable<Statement["Principal"]>;

const role = /^(arn:[^:]+:iam::\d{12}:role\/|AROA)/;
const user = /^(arn:[^:]+:iam::\d{12}:user\/|AIDA)/;

export const isService = (request: AccessRequest): boolean =>
  /^[\w.-]+\.amazonaws\.com(\.cn)?$/.test(request.principalArn);

export const isAccountRoot = (request: AccessRequest): boolean =>
  /^arn:[^:]+:iam::\d{12}:root$/.test(request.principalArn);

export const isFederatedUser = (request: AccessRequest): boolean =>
  request.principalNames.some((name) => name.includes(":federated-user/"));

const namingBy = (type: string, principal: string, request: AccessRequest): Naming => {
  if (principal === "*") return type === "AWS" || (type === "Service" && isService(request)) ? "direct" : "none";
  const account = accountNamedBy(principal);
  if (account !== undefined) {
    return request.principalNames.some((name) => accountNamedBy(name) === account) ? "account" : "none";
  }
  if (!request.principalNames.includes(principal)) return "none";
  if (role.test(principal)) return "entity";
  return user.test(principal) && isFederatedUser(request) ? "entity" : "direct";
};

const namingIn = (principals: Principals, request: AccessRequest): Naming => {
  if (principals === "*") return "direct";
  return strongest(
    Object.entries(principals).flatMap(([type, values]) =>
      asList(values).map((value) => namingBy(type, value, request)),
    ),
  );
};

/** A NotPrincipal can list ARNs, accounts and services; unique ids (AROA…) among the names do not have to be listed. */
const isExempt = (principals: Principals, request: AccessRequest): boolean => {
  const names = request.principalNames.filter((name) => /^arn:|^\d{12}$|\./.test(name));
  const isListed = (name: string) => namingIn(principals, { ...request, principalNames: [name] }) !== "none";
  return names.length > 0 && names.every(isListed);
};

/**
 * Does a resource policy's statement speak of this caller, and how? A statement without a principal speaks of nobody.
 *
 * Deny with NotPrincipal spares only a caller of whom the session, the role or user, and the account are all listed, and
 * nobody who has a permissions boundary (IAM User Guide, "NotPrincipal" and "Permissions boundaries").
 */
export const namingOf = (statement: Statement, request: AccessRequest, hasBoundary: boolean): Naming => {
  if (statement.Principal !== undefined) return namingIn(statement.Principal, request);
  const exceptions = statement.NotPrincipal;
  if (exceptions === undefined) return "none";
  if (statement.Effect === "Allow") return namingIn(exceptions, request) === "none" ? "direct" : "none";
  return hasBoundary || !isExempt(exceptions, request) ? "direct" : "none";
};

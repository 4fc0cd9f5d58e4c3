import type { ApiCall } from "../../cloudtrail/api-call.ts";
import { identityId, types } from "../../resources/iam/name.ts";
import type { Home } from "../../resources/resource.ts";
import type { Surroundings } from "../activity.ts";
import type { Confidence } from "../detection.ts";
import { accountOf } from "../kinesis/account.ts";
import { isTrusted } from "./trusted.ts";

/** Whose identity a call of IAM's is about, and by whom. */

/** A call of IAM's that succeeded in the guarded account, by somebody whose changes are not simply meant. */
export const concerns = (call: ApiCall, names: readonly string[], { settings, home }: Surroundings): boolean =>
  call.service === "iam" &&
  names.includes(call.name) &&
  call.error === undefined &&
  call.account === home.account &&
  !isTrusted(call, settings);

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** The user that a call is for: who it names; who made it, where it names nobody; undefined for root and roles. */
export const targetOf = ({ request, response, actor: { credential } }: ApiCall): string | undefined => {
  const answered = response["accessKey"] ?? response["loginProfile"];
  const made = (answered as { readonly userName?: unknown } | null | undefined)?.userName;
  if (isText(made)) return made;
  if (isText(request["userName"])) return request["userName"];
  return credential.kind === "user-key" || credential.kind === "user-session" ? credential.userName : undefined;
};

/** Whether the caller is that user themselves. Names differ in more than the case of their letters. */
export const isSelf = ({ actor: { credential } }: ApiCall, userName: string): boolean =>
  (credential.kind === "user-key" || credential.kind === "user-session") &&
  credential.userName.toLowerCase() === userName.toLowerCase();

export const userResource = (userName: string, home: Home) => ({
  type: types.user,
  id: identityId("user", userName, home),
});

/** The caller's own identity, as what a finding is about; the account, where they have none in it. */
export const callerResource = ({ actor: { credential, account } }: ApiCall, home: Home) => {
  if (account !== undefined && account !== home.account) return accountOf(home);
  if (credential.kind === "user-key" || credential.kind === "user-session")
    return userResource(credential.userName, home);
  if (credential.kind !== "role-session") return accountOf(home);
  return { type: types.role, id: identityId("role", credential.roleName, home) };
};

/**
 * How sure it is that somebody who gives another a credential means harm. People do so all day, in a console or through a role; a
 * program with a key of its own that does is one that lockkeeper.yml would name among the deployers.
 */
export const sureOf = ({ actor: { credential } }: ApiCall): Confidence =>
  credential.kind === "user-key" ? "High" : "Low";

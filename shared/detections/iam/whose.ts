import { userOf } from "../../cloudtrail/actor.ts";
import type { ApiCall } from "../../cloudtrail/api-call.ts";
import { bagOf, textOf } from "../../cloudtrail/parameters.ts";
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

/** The user that a call is for: who it names; who made it, where it names nobody; undefined for root and roles. */
export const targetOf = ({ request, response, actor }: ApiCall): string | undefined => {
  const { userName: made } = bagOf(response["accessKey"] ?? response["loginProfile"]);
  return textOf(made) ?? textOf(request["userName"]) ?? userOf(actor);
};

/** Whether the caller is that user themselves. Names differ in more than the case of their letters. */
export const isSelf = ({ actor }: ApiCall, userName: string): boolean =>
  userOf(actor)?.toLowerCase() === userName.toLowerCase();

export const userResource = (userName: string, home: Home) => ({
  type: types.user,
  id: identityId("user", userName, home),
});

/** The caller's own identity, as what a finding is about; the account, where they have none in it. */
export const callerResource = ({ actor }: ApiCall, home: Home) => {
  const { credential, account } = actor;
  if (account !== undefined && account !== home.account) return accountOf(home);
  const userName = userOf(actor);
  if (userName !== undefined) return userResource(userName, home);
  if (credential.kind !== "role-session") return accountOf(home);
  return { type: types.role, id: identityId("role", credential.roleName, home) };
};

/**
 * How sure it is that somebody who gives another a credential means harm. People do so all day, in a console or through a role; a
 * program with a key of its own that does is one that lockkeeper.yml would name among the deployers.
 */
export const sureOf = ({ actor: { credential } }: ApiCall): Confidence =>
  credential.kind === "user-key" ? "High" : "Low";

import * as v from "valibot";
import { action } from "../action.ts";
import { denial, onRolePolicy, planRolePolicy } from "./role-policy.ts";

/** The time up to which the sessions of a role are revoked by such a policy; undefined: by none that is known. */
const revokedUntil = (text: string | null): number | undefined => {
  const time = text && /"aws:TokenIssueTime"\s*:\s*"([^"]+)"/.exec(text)?.[1];
  return time ? Date.parse(time) : undefined;
};

/** IAM takes some seconds to know of a new policy everywhere; sessions that are made meanwhile are to be ended as well. */
const knownEverywhereMs = 30_000;

/** By when IAM knows everywhere of a policy that is made at this time. */
export const knownEverywhereBy = (at: Date): string => new Date(at.getTime() + knownEverywhereMs).toISOString();

/**
 * Ends every session of a role that was issued until a time, as the IAM console's "Revoke sessions" does and under the same name;
 * workloads that use the role get new ones. The time should lie ahead (`knownEverywhereBy`).
 * Source: IAM User Guide, "Revoking IAM role temporary security credentials".
 */
export const revokeRoleSessions = action({
  id: "revoke-role-sessions",
  title: "Revoke all sessions of the role that there are",
  countermeasure: "Evict",
  limits:
    "An instance or a function that is in the attacker's hands gets new credentials for the role at once: isolate the host. Other workloads fail until they have new ones, too.",
  ...onRolePolicy,
  params: v.strictObject({
    roleName: v.string(),
    roleArn: v.string(),
    issuedUntil: v.pipe(v.string(), v.isoTimestamp("a time in ISO 8601")),
  }),
  plan: async ({ roleName, roleArn, issuedUntil }, call) => {
    const after = denial({ DateLessThan: { "aws:TokenIssueTime": issuedUntil } });
    const place = { resource: roleArn, roleName, policyName: "AWSRevokeOlderSessions" };
    const planned = await planRolePolicy(place, after, call);
    return planned && (revokedUntil(planned.before) ?? 0) >= Date.parse(issuedUntil) ? undefined : planned;
  },
});

import { createHash } from "node:crypto";
import * as v from "valibot";
import { action } from "../action.ts";
import { denial, onRolePolicy, planRolePolicy } from "./role-policy.ts";

/**
 * A name of its own for each session, so that two can be denied at once, and that a caller who picks the name of the session has no
 * say in it.
 */
const nameFor = (userId: string): string =>
  `LockkeeperDenySession-${createHash("sha256").update(userId).digest("hex").slice(0, 12)}`;

/**
 * Takes every right from one session of a role that others use, too, by what `aws:userid` holds of it. Who takes the role on again
 * under another name is another session.
 * Source: IAM User Guide, "Disabling permissions for temporary security credentials", a specific session.
 */
export const denyRoleSession = action({
  id: "deny-role-session",
  title: "Deny this session of the role everything",
  countermeasure: "Isolate",
  limits:
    "Whoever may still take the role on does so under another session name. IAM takes seconds to heed it everywhere.",
  ...onRolePolicy,
  params: v.strictObject({
    roleName: v.string(),
    roleArn: v.string(),
    /** `AROA…:session-name`. Without wildcards, which would reach for other sessions. Source: STS API Reference, AssumeRole. */
    userId: v.pipe(v.string(), v.regex(/^AROA[A-Z0-9]+:[\w+=,.@-]{2,64}$/, "a role's id and a session's name")),
  }),
  plan: ({ roleName, roleArn, userId }, call) => {
    const after = denial({ StringEquals: { "aws:userid": userId } });
    return planRolePolicy({ resource: roleArn, roleName, policyName: nameFor(userId) }, after, call);
  },
});

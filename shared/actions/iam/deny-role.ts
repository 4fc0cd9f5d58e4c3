import * as v from "valibot";
import { action } from "../action.ts";
import { denial, onRolePolicy, planRolePolicy } from "./role-policy.ts";

/**
 * Takes every right from a role, and with it from all its sessions at once, by an inline policy: a Deny goes before every Allow
 * (IAM User Guide, "Policy evaluation logic"). For roles that only AWS services or the attacker take on; others break.
 */
export const denyRole = action({
  id: "deny-role",
  title: "Deny the role everything",
  countermeasure: "Isolate",
  limits: "Whatever else runs under the role is stopped, too, until it is undone.",
  ...onRolePolicy,
  params: v.strictObject({ roleName: v.string(), roleArn: v.string() }),
  plan: ({ roleName, roleArn }, call) =>
    planRolePolicy({ resource: roleArn, roleName, policyName: "LockkeeperDenyAll" }, denial(), call),
});

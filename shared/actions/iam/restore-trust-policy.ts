import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { textOf, unlessMissing } from "../../resources/iam/document.ts";
import { action } from "../action.ts";
import { identityName } from "./identity.ts";
import { oneValue } from "./one-value.ts";
import { isSameDocument } from "./role-policy.ts";

const change = v.strictObject({ resource: v.string(), roleName: identityName, before: v.string(), after: v.string() });
type Place = Omit<v.InferOutput<typeof change>, "before" | "after">;
type Write = Call<"iam:GetRole" | "iam:UpdateAssumeRolePolicy">;

/** Who may take the role on, as text; undefined when there is no such role any more. */
const live = async ({ roleName }: Place, call: Call<"iam:GetRole">) => {
  const found = await unlessMissing(call("iam:GetRole", { RoleName: roleName }));
  return found && textOf(found.Role?.AssumeRolePolicyDocument);
};

const { planned, ...setting } = oneValue({
  live,
  set: ({ roleName }: Place, wanted: string, call: Write) =>
    call("iam:UpdateAssumeRolePolicy", { RoleName: roleName, PolicyDocument: wanted }),
  same: isSameDocument,
});

/** Has a role trust those again whom it trusted. */
export const restoreTrustPolicy = action({
  id: "restore-trust-policy",
  title: "Put the role's trust policy back as it was",
  countermeasure: "Restore",
  limits: "Who has taken the role on meanwhile keeps that session until it ends: revoke the role's sessions.",
  reads: ["iam:GetRole"],
  writes: ["iam:UpdateAssumeRolePolicy"],
  params: v.strictObject({ roleName: identityName, roleArn: v.string(), document: v.string() }),
  change,
  plan: ({ roleName, roleArn, document }, call) => planned({ resource: roleArn, roleName }, document, call),
  ...setting,
});

import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { textOf, unlessMissing } from "../../resources/iam/document.ts";
import { action } from "../action.ts";
import { identityName } from "./identity.ts";
import { isSameDocument } from "./role-policy.ts";

const change = v.strictObject({ resource: v.string(), roleName: identityName, before: v.string(), after: v.string() });
type TrustChange = v.InferOutput<typeof change>;

/** Who may take the role on, as text; undefined when there is no such role any more. */
const live = async ({ roleName }: Pick<TrustChange, "roleName">, call: Call<"iam:GetRole">) => {
  const found = await unlessMissing(call("iam:GetRole", { RoleName: roleName }));
  return found && textOf(found.Role?.AssumeRolePolicyDocument);
};

const bring = async (place: TrustChange, wanted: string, call: Call<"iam:GetRole" | "iam:UpdateAssumeRolePolicy">) => {
  const is = await live(place, call);
  if (is === undefined || isSameDocument(is, wanted)) return;
  await call("iam:UpdateAssumeRolePolicy", { RoleName: place.roleName, PolicyDocument: wanted });
};

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
  plan: async ({ roleName, roleArn, document }, call): Promise<TrustChange | undefined> => {
    const before = await live({ roleName }, call);
    if (before === undefined || isSameDocument(before, document)) return undefined;
    return { resource: roleArn, roleName, before, after: document };
  },
  apply: (place, call) => bring(place, place.after, call),
  live,
  same: isSameDocument,
  undo: (place, call) => bring(place, place.before, call),
});

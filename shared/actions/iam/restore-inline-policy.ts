import * as v from "valibot";
import type { Call } from "../../aws/operations.ts";
import { textOf, unlessMissing } from "../../resources/iam/document.ts";
import { action } from "../action.ts";
import { existence, exists, on } from "./identity.ts";
import { oneValue } from "./one-value.ts";
import { isSameDocument } from "./role-policy.ts";

const text = v.nullable(v.string());
const change = v.strictObject({ resource: v.string(), ...on, policyName: v.string(), before: text, after: text });
type InlineChange = v.InferOutput<typeof change>;
type Place = Omit<InlineChange, "before" | "after">;

const reads = [...existence, "iam:GetUserPolicy", "iam:GetRolePolicy", "iam:GetGroupPolicy"] as const;
const writes = [
  "iam:PutUserPolicy",
  "iam:DeleteUserPolicy",
  "iam:PutRolePolicy",
  "iam:DeleteRolePolicy",
  "iam:PutGroupPolicy",
  "iam:DeleteGroupPolicy",
] as const;
type Read = Call<(typeof reads)[number]>;
type Write = Call<(typeof reads)[number] | (typeof writes)[number]>;

const get = (
  { kind, name, policyName: PolicyName }: Place,
  call: Read,
): Promise<{ PolicyDocument?: string | undefined }> =>
  ({
    user: () => call("iam:GetUserPolicy", { UserName: name, PolicyName }),
    role: () => call("iam:GetRolePolicy", { RoleName: name, PolicyName }),
    group: () => call("iam:GetGroupPolicy", { GroupName: name, PolicyName }),
  })[kind]();

const put = ({ kind, name, policyName: PolicyName }: Place, PolicyDocument: string, call: Write): Promise<unknown> =>
  ({
    user: () => call("iam:PutUserPolicy", { UserName: name, PolicyName, PolicyDocument }),
    role: () => call("iam:PutRolePolicy", { RoleName: name, PolicyName, PolicyDocument }),
    group: () => call("iam:PutGroupPolicy", { GroupName: name, PolicyName, PolicyDocument }),
  })[kind]();

const drop = ({ kind, name, policyName: PolicyName }: Place, call: Write): Promise<unknown> =>
  ({
    user: () => call("iam:DeleteUserPolicy", { UserName: name, PolicyName }),
    role: () => call("iam:DeleteRolePolicy", { RoleName: name, PolicyName }),
    group: () => call("iam:DeleteGroupPolicy", { GroupName: name, PolicyName }),
  })[kind]();

/** The policy's text; null where there is none of that name; undefined when the identity does not exist any more. */
const live = async (place: Place, call: Read): Promise<string | null | undefined> => {
  const found = await unlessMissing(get(place, call));
  if (found) return textOf(found.PolicyDocument);
  return (await exists(place, call)) ? null : undefined;
};

const { planned, ...setting } = oneValue({
  live,
  set: (place: Place, wanted: string | null, call: Write) =>
    wanted === null ? drop(place, call) : put(place, wanted, call),
  same: isSameDocument,
});

/** Gives an inline policy of a user, role or group its text back, or takes away one that was not there. What it said is kept. */
export const restoreInlinePolicy = action({
  id: "restore-inline-policy",
  title: "Put the inline policy back as it was",
  countermeasure: "Restore",
  reads,
  writes,
  params: v.strictObject({ ...on, policyName: v.string(), document: text }),
  change,
  plan: ({ document, ...place }, call) => planned({ resource: place.arn, ...place }, document, call),
  ...setting,
});

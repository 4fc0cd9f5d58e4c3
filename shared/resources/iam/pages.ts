import type { Call } from "../../aws/operations.ts";

export const identityReads = [
  "iam:GetUser",
  "iam:ListUserPolicies",
  "iam:GetUserPolicy",
  "iam:ListAttachedUserPolicies",
  "iam:ListGroupsForUser",
  "iam:GetRole",
  "iam:ListRolePolicies",
  "iam:GetRolePolicy",
  "iam:ListAttachedRolePolicies",
  "iam:GetGroup",
  "iam:ListGroupPolicies",
  "iam:GetGroupPolicy",
  "iam:ListAttachedGroupPolicies",
  "iam:GetPolicy",
  "iam:GetPolicyVersion",
  "iam:ListPolicyVersions",
] as const;
export type IamCall = Call<(typeof identityReads)[number]>;

/** What the same calls for users, roles and groups take and give. */
export type Alike = (
  permission: string,
  input: Readonly<Record<string, string | undefined>>,
) => Promise<{
  readonly PolicyNames?: readonly string[];
  readonly AttachedPolicies?: readonly { readonly PolicyArn?: string }[];
  readonly Groups?: readonly { readonly GroupName?: string }[];
  readonly PolicyDocument?: string;
  readonly Versions?: readonly { readonly VersionId?: string; readonly IsDefaultVersion?: boolean }[];
  readonly IsTruncated?: boolean;
  readonly Marker?: string;
}>;

/** All pages of a list. */
export const all = async <T>(
  call: IamCall,
  permission: string,
  input: Readonly<Record<string, string>>,
  pick: (page: Awaited<ReturnType<Alike>>) => readonly T[] | undefined,
): Promise<readonly T[]> => {
  const found: T[] = [];
  let Marker: string | undefined;
  do {
    const page = await (call as Alike)(permission, { ...input, ...(Marker ? { Marker } : {}) });
    found.push(...(pick(page) ?? []));
    Marker = page.IsTruncated ? page.Marker : undefined;
  } while (Marker);
  return found;
};

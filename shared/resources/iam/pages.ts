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

/** What every list says of itself. */
interface Page {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}
type Read<P extends Page> = (from: { readonly Marker?: string }) => Promise<P>;

/** The pages of a list, each read when it is asked for. Source: IAM API Reference, `Marker` and `IsTruncated` of every List… call. */
async function* pagesOf<P extends Page>(read: Read<P>): AsyncIterable<P> {
  let Marker: string | undefined;
  do {
    const page = await read(Marker ? { Marker } : {});
    yield page;
    Marker = page.IsTruncated ? page.Marker : undefined;
  } while (Marker);
}

export const allPages = async <P extends Page>(read: Read<P>): Promise<readonly P[]> => {
  const pages: P[] = [];
  for await (const page of pagesOf(read)) pages.push(page);
  return pages;
};

/** Whether something stands on any of the pages of a list; it reads no further than that. */
export const onSomePage = async <P extends Page>(
  read: Read<P>,
  stands: (page: P) => boolean | undefined,
): Promise<boolean> => {
  for await (const page of pagesOf(read)) if (stands(page)) return true;
  return false;
};

/** What the same calls for users, roles and groups take and give. */
export type Alike = (
  permission: string,
  input: Readonly<Record<string, string | undefined>>,
) => Promise<{
  readonly PolicyNames?: readonly string[];
  readonly AttachedPolicies?: readonly { readonly PolicyArn?: string }[];
  readonly Groups?: readonly { readonly GroupName?: string }[];
  readonly PolicyDocument?: string;
  readonly IsTruncated?: boolean;
  readonly Marker?: string;
}>;

/** All that is on the pages of such a list. */
export const all = async <T>(
  call: IamCall,
  permission: string,
  input: Readonly<Record<string, string>>,
  pick: (page: Awaited<ReturnType<Alike>>) => readonly T[] | undefined,
): Promise<readonly T[]> => {
  const pages = await allPages((from) => (call as Alike)(permission, { ...input, ...from }));
  return pages.flatMap((page) => pick(page) ?? []);
};

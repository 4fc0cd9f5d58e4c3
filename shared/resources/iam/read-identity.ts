import type { Call } from "../../aws/operations.ts";
import { textInForce, textOf, unlessMissing } from "./document.ts";
import type { IdentityKind, IdentityName } from "./name.ts";
import { isDenyAll, isOwnDenial, isQuarantine } from "./own-marks.ts";
import { blankIdentity, type IdentityState } from "./state.ts";

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
type IamCall = Call<(typeof identityReads)[number]>;
type Principal = Exclude<IdentityKind, "policy">;

/** What the same calls for users, roles and groups take and give. */
type Alike = (
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

const calls: Readonly<Record<Principal, { readonly name: string; readonly word: string }>> = {
  user: { name: "UserName", word: "User" },
  role: { name: "RoleName", word: "Role" },
  group: { name: "GroupName", word: "Group" },
};

/** All pages of a list. */
const all = async <T>(
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

/** Without our own marks, and what AWS attaches to leaked users: both only deny. */
const isMeant = (policyArn: string): boolean => !isDenyAll(policyArn) && !isQuarantine(policyArn);

/** The inline and attached policies of a user, role or group. */
const policiesOf = async (kind: Principal, name: string, call: IamCall) => {
  const { name: key, word } = calls[kind];
  const of = { [key]: name };
  const inlineOf = async () => {
    const names = await all(call, `iam:List${word}Policies`, of, (page) => page.PolicyNames);
    const texts = await Promise.all(
      names.map(async (PolicyName) => {
        const { PolicyDocument } = await (call as Alike)(`iam:Get${word}Policy`, { ...of, PolicyName });
        return [PolicyName, textOf(PolicyDocument)] as const;
      }),
    );
    return Object.fromEntries(texts.filter((one) => !isOwnDenial(...one)));
  };
  const attachedTo = async () => {
    const list = await all(call, `iam:ListAttached${word}Policies`, of, (page) => page.AttachedPolicies);
    const arns = list.flatMap(({ PolicyArn }) => (PolicyArn && isMeant(PolicyArn) ? [PolicyArn] : []));
    return Object.fromEntries(await Promise.all(arns.map(async (arn) => [arn, await textInForce(arn, call)] as const)));
  };
  const [inline, attached] = await Promise.all([inlineOf(), attachedTo()]);
  return { inline, attached };
};

const readUser = async (UserName: string, call: IamCall): Promise<IdentityState> => {
  const [{ User }, policies, groups] = await Promise.all([
    call("iam:GetUser", { UserName }),
    policiesOf("user", UserName, call),
    all(call, "iam:ListGroupsForUser", { UserName }, (page) => page.Groups),
  ]);
  const names = groups.flatMap(({ GroupName }) => GroupName ?? []);
  const texts = await Promise.all(
    names.map(async (name) => {
      const { inline, attached } = await policiesOf("group", name, call);
      return [name, [...Object.values(inline), ...Object.values(attached)]] as const;
    }),
  );
  return {
    ...blankIdentity(User?.Arn ?? ""),
    ...policies,
    groups: Object.fromEntries(texts),
    boundary: User?.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
  };
};

const readRole = async (RoleName: string, call: IamCall): Promise<IdentityState> => {
  const [{ Role }, policies] = await Promise.all([
    call("iam:GetRole", { RoleName }),
    policiesOf("role", RoleName, call),
  ]);
  return {
    ...blankIdentity(Role?.Arn ?? ""),
    ...policies,
    boundary: Role?.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    trust: textOf(Role?.AssumeRolePolicyDocument),
  };
};

const readGroup = async (GroupName: string, call: IamCall): Promise<IdentityState> => {
  const [{ Group }, policies] = await Promise.all([
    call("iam:GetGroup", { GroupName }),
    policiesOf("group", GroupName, call),
  ]);
  return { ...blankIdentity(Group?.Arn ?? ""), ...policies };
};

const readPolicy = async (PolicyArn: string, call: IamCall): Promise<IdentityState> => {
  const [{ Policy }, versions] = await Promise.all([
    call("iam:GetPolicy", { PolicyArn }),
    all(call, "iam:ListPolicyVersions", { PolicyArn }, (page) => page.Versions),
  ]);
  const texts = await Promise.all(
    versions.map(async ({ VersionId = "" }) => {
      const { PolicyVersion } = await call("iam:GetPolicyVersion", { PolicyArn, VersionId });
      return [VersionId, textOf(PolicyVersion?.Document)] as const;
    }),
  );
  return {
    ...blankIdentity(PolicyArn),
    versions: Object.fromEntries(texts),
    inForce: Policy?.DefaultVersionId ?? null,
    attachments: Policy?.AttachmentCount ?? 0,
  };
};

/** @returns undefined when there is no such identity or policy */
export const readIdentity = (
  { kind, name }: IdentityName,
  id: string,
  call: IamCall,
): Promise<IdentityState | undefined> => {
  const read = {
    user: () => readUser(name, call),
    role: () => readRole(name, call),
    group: () => readGroup(name, call),
    policy: () => readPolicy(id, call),
  }[kind];
  return unlessMissing(read());
};

import { textInForce, textOf, unlessMissing } from "./document.ts";
import type { IdentityKind, IdentityName } from "./name.ts";
import { isOwnDenial, onlyDenies } from "./own-marks.ts";
import { type Alike, all, type IamCall } from "./pages.ts";
import { readManagedPolicy } from "./read-managed-policy.ts";
import { blankIdentity, type IdentityState } from "./state.ts";

type Principal = Exclude<IdentityKind, "policy">;

const calls: Readonly<Record<Principal, { readonly name: string; readonly word: string }>> = {
  user: { name: "UserName", word: "User" },
  role: { name: "RoleName", word: "Role" },
  group: { name: "GroupName", word: "Group" },
};

/** The inline and attached policies of a user, role or group, without those that only deny. */
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
    const arns = list.flatMap(({ PolicyArn }) => (PolicyArn && !onlyDenies(PolicyArn) ? [PolicyArn] : []));
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
    policy: () => readManagedPolicy(id, call),
  }[kind];
  return unlessMissing(read());
};

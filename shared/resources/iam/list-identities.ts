import type { Call, Output } from "../../aws/operations.ts";
import type { Home } from "../resource.ts";
import { textInForce, textOf } from "./document.ts";
import { identityId, identityNamed } from "./name.ts";
import { isOwnDenial, onlyDenies } from "./own-marks.ts";
import { allPages } from "./pages.ts";
import { blankIdentity, type IdentityState } from "./state.ts";

type Page = Output<"iam:GetAccountAuthorizationDetails">;
type ListCall = Call<"iam:GetAccountAuthorizationDetails" | "iam:GetPolicy" | "iam:GetPolicyVersion">;

export interface Listed {
  readonly id: string;
  readonly state: IdentityState;
}

const readDetails = (call: ListCall): Promise<readonly Page[]> =>
  allPages((from) =>
    call("iam:GetAccountAuthorizationDetails", {
      Filter: ["User", "Role", "Group", "LocalManagedPolicy"],
      MaxItems: 1_000,
      ...from,
    }),
  );

interface Policies {
  readonly PolicyName?: string | undefined;
  readonly PolicyDocument?: string | undefined;
}

const inlineOf = (policies: readonly Policies[] = []): Readonly<Record<string, string>> =>
  Object.fromEntries(
    policies
      .map(({ PolicyName = "", PolicyDocument }) => [PolicyName, textOf(PolicyDocument)] as const)
      .filter((one) => !isOwnDenial(...one)),
  );

const policyOf = ({ Arn = "", PolicyVersionList = [], DefaultVersionId, AttachmentCount }: Local): IdentityState => ({
  ...blankIdentity(Arn),
  versions: Object.fromEntries(
    PolicyVersionList.map(({ VersionId = "", Document }) => [VersionId, textOf(Document)] as const),
  ),
  inForce: DefaultVersionId ?? null,
  attachments: AttachmentCount ?? 0,
});
type Local = NonNullable<Page["Policies"]>[number];

/**
 * Every identity and managed policy of the account as it is now, in a few calls, but for AWS's own policies: each of those that are
 * attached costs two. Source: IAM API Reference, GetAccountAuthorizationDetails.
 */
export async function* listIdentities(home: Home, call: ListCall): AsyncIterable<Listed> {
  const pages = await readDetails(call);
  const policies = new Map<string, string>();
  for (const policy of pages.flatMap(({ Policies = [] }) => Policies)) {
    const state = policyOf(policy);
    policies.set(state.arn, state.versions[state.inForce ?? ""] ?? "");
    yield { id: state.arn, state };
  }
  const attachedOf = async (attached: readonly { readonly PolicyArn?: string | undefined }[] = []) => {
    const arns = attached.flatMap(({ PolicyArn = "" }) => (onlyDenies(PolicyArn) ? [] : [PolicyArn]));
    for (const arn of arns) if (!policies.has(arn)) policies.set(arn, await textInForce(arn, call));
    return Object.fromEntries(arns.map((arn) => [arn, policies.get(arn) ?? ""] as const));
  };

  const groups = new Map<string, readonly string[]>();
  for (const group of pages.flatMap(({ GroupDetailList = [] }) => GroupDetailList)) {
    const inline = inlineOf(group.GroupPolicyList);
    const attached = await attachedOf(group.AttachedManagedPolicies);
    const { Arn = "", GroupName = "" } = group;
    groups.set(GroupName, [...Object.values(inline), ...Object.values(attached)]);
    yield { id: identityId("group", GroupName, home), state: { ...blankIdentity(Arn), inline, attached } };
  }
  for (const user of pages.flatMap(({ UserDetailList = [] }) => UserDetailList)) {
    const { Arn = "", UserName = "", GroupList = [], PermissionsBoundary: boundary } = user;
    const state = {
      ...blankIdentity(Arn),
      inline: inlineOf(user.UserPolicyList),
      attached: await attachedOf(user.AttachedManagedPolicies),
      groups: Object.fromEntries(GroupList.map((name) => [name, groups.get(name) ?? []] as const)),
      boundary: boundary?.PermissionsBoundaryArn ?? null,
    };
    yield { id: identityId("user", UserName, home), state };
  }
  for (const role of pages.flatMap(({ RoleDetailList = [] }) => RoleDetailList)) {
    const { Arn = "", RoleName = "", PermissionsBoundary: boundary } = role;
    if (identityNamed(Arn) === undefined) continue;
    const state = {
      ...blankIdentity(Arn),
      inline: inlineOf(role.RolePolicyList),
      attached: await attachedOf(role.AttachedManagedPolicies),
      boundary: boundary?.PermissionsBoundaryArn ?? null,
      trust: textOf(role.AssumeRolePolicyDocument),
    };
    yield { id: identityId("role", RoleName, home), state };
  }
}

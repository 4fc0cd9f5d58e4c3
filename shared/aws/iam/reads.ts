import type * as sdk from "@aws-sdk/client-iam";
import { operation } from "./protocol.ts";

/** What can be read of identities and their policies. */
export const reads = {
  GetAccessKeyLastUsed: operation<sdk.GetAccessKeyLastUsedCommandInput, sdk.GetAccessKeyLastUsedCommandOutput>(
    "GetAccessKeyLastUsed",
    "Read",
    ["iam:user"],
  ),
  GetAccountAuthorizationDetails: operation<
    sdk.GetAccountAuthorizationDetailsCommandInput,
    sdk.GetAccountAuthorizationDetailsCommandOutput
  >(
    "GetAccountAuthorizationDetails",
    "Read",
    [],
    [
      "UserDetailList",
      "GroupDetailList",
      "RoleDetailList",
      "Policies",
      "UserPolicyList",
      "GroupPolicyList",
      "RolePolicyList",
      "GroupList",
      "AttachedManagedPolicies",
      "PolicyVersionList",
    ],
  ),
  GetGroup: operation<sdk.GetGroupCommandInput, sdk.GetGroupCommandOutput>(
    "GetGroup",
    "Read",
    ["iam:group"],
    ["Users"],
  ),
  GetGroupPolicy: operation<sdk.GetGroupPolicyCommandInput, sdk.GetGroupPolicyCommandOutput>("GetGroupPolicy", "Read", [
    "iam:group",
  ]),
  GetPolicy: operation<sdk.GetPolicyCommandInput, sdk.GetPolicyCommandOutput>("GetPolicy", "Read", ["iam:policy"]),
  GetPolicyVersion: operation<sdk.GetPolicyVersionCommandInput, sdk.GetPolicyVersionCommandOutput>(
    "GetPolicyVersion",
    "Read",
    ["iam:policy"],
  ),
  GetRole: operation<sdk.GetRoleCommandInput, sdk.GetRoleCommandOutput>("GetRole", "Read", ["iam:role"], ["Tags"]),
  GetRolePolicy: operation<sdk.GetRolePolicyCommandInput, sdk.GetRolePolicyCommandOutput>("GetRolePolicy", "Read", [
    "iam:role",
  ]),
  GetUser: operation<sdk.GetUserCommandInput, sdk.GetUserCommandOutput>("GetUser", "Read", ["iam:user"], ["Tags"]),
  GetUserPolicy: operation<sdk.GetUserPolicyCommandInput, sdk.GetUserPolicyCommandOutput>("GetUserPolicy", "Read", [
    "iam:user",
  ]),
  ListAccessKeys: operation<sdk.ListAccessKeysCommandInput, sdk.ListAccessKeysCommandOutput>(
    "ListAccessKeys",
    "List",
    ["iam:user"],
    ["AccessKeyMetadata"],
  ),
  ListAttachedGroupPolicies: operation<
    sdk.ListAttachedGroupPoliciesCommandInput,
    sdk.ListAttachedGroupPoliciesCommandOutput
  >("ListAttachedGroupPolicies", "List", ["iam:group"], ["AttachedPolicies"]),
  ListAttachedRolePolicies: operation<
    sdk.ListAttachedRolePoliciesCommandInput,
    sdk.ListAttachedRolePoliciesCommandOutput
  >("ListAttachedRolePolicies", "List", ["iam:role"], ["AttachedPolicies"]),
  ListAttachedUserPolicies: operation<
    sdk.ListAttachedUserPoliciesCommandInput,
    sdk.ListAttachedUserPoliciesCommandOutput
  >("ListAttachedUserPolicies", "List", ["iam:user"], ["AttachedPolicies"]),
  ListGroupPolicies: operation<sdk.ListGroupPoliciesCommandInput, sdk.ListGroupPoliciesCommandOutput>(
    "ListGroupPolicies",
    "List",
    ["iam:group"],
    ["PolicyNames"],
  ),
  ListGroupsForUser: operation<sdk.ListGroupsForUserCommandInput, sdk.ListGroupsForUserCommandOutput>(
    "ListGroupsForUser",
    "List",
    ["iam:user"],
    ["Groups"],
  ),
  ListPolicyVersions: operation<sdk.ListPolicyVersionsCommandInput, sdk.ListPolicyVersionsCommandOutput>(
    "ListPolicyVersions",
    "List",
    ["iam:policy"],
    ["Versions"],
  ),
  ListRolePolicies: operation<sdk.ListRolePoliciesCommandInput, sdk.ListRolePoliciesCommandOutput>(
    "ListRolePolicies",
    "List",
    ["iam:role"],
    ["PolicyNames"],
  ),
  ListUserPolicies: operation<sdk.ListUserPoliciesCommandInput, sdk.ListUserPoliciesCommandOutput>(
    "ListUserPolicies",
    "List",
    ["iam:user"],
    ["PolicyNames"],
  ),
};

import type * as sdk from "@aws-sdk/client-iam";
import { operation } from "./protocol.ts";

/** What can be changed of them. */
export const writes = {
  AddUserToGroup: operation<sdk.AddUserToGroupCommandInput, sdk.AddUserToGroupCommandOutput>(
    "AddUserToGroup",
    "Write",
    ["iam:group"],
  ),
  AttachGroupPolicy: operation<sdk.AttachGroupPolicyCommandInput, sdk.AttachGroupPolicyCommandOutput>(
    "AttachGroupPolicy",
    "Permissions management",
    ["iam:group"],
  ),
  AttachRolePolicy: operation<sdk.AttachRolePolicyCommandInput, sdk.AttachRolePolicyCommandOutput>(
    "AttachRolePolicy",
    "Permissions management",
    ["iam:role"],
  ),
  AttachUserPolicy: operation<sdk.AttachUserPolicyCommandInput, sdk.AttachUserPolicyCommandOutput>(
    "AttachUserPolicy",
    "Permissions management",
    ["iam:user"],
  ),
  CreatePolicyVersion: operation<sdk.CreatePolicyVersionCommandInput, sdk.CreatePolicyVersionCommandOutput>(
    "CreatePolicyVersion",
    "Permissions management",
    ["iam:policy"],
  ),
  DeleteGroupPolicy: operation<sdk.DeleteGroupPolicyCommandInput, sdk.DeleteGroupPolicyCommandOutput>(
    "DeleteGroupPolicy",
    "Permissions management",
    ["iam:group"],
  ),
  DeletePolicyVersion: operation<sdk.DeletePolicyVersionCommandInput, sdk.DeletePolicyVersionCommandOutput>(
    "DeletePolicyVersion",
    "Permissions management",
    ["iam:policy"],
  ),
  DeleteRolePermissionsBoundary: operation<
    sdk.DeleteRolePermissionsBoundaryCommandInput,
    sdk.DeleteRolePermissionsBoundaryCommandOutput
  >("DeleteRolePermissionsBoundary", "Permissions management", ["iam:role"]),
  DeleteRolePolicy: operation<sdk.DeleteRolePolicyCommandInput, sdk.DeleteRolePolicyCommandOutput>(
    "DeleteRolePolicy",
    "Permissions management",
    ["iam:role"],
  ),
  DeleteUserPermissionsBoundary: operation<
    sdk.DeleteUserPermissionsBoundaryCommandInput,
    sdk.DeleteUserPermissionsBoundaryCommandOutput
  >("DeleteUserPermissionsBoundary", "Permissions management", ["iam:user"]),
  DeleteUserPolicy: operation<sdk.DeleteUserPolicyCommandInput, sdk.DeleteUserPolicyCommandOutput>(
    "DeleteUserPolicy",
    "Permissions management",
    ["iam:user"],
  ),
  DetachGroupPolicy: operation<sdk.DetachGroupPolicyCommandInput, sdk.DetachGroupPolicyCommandOutput>(
    "DetachGroupPolicy",
    "Permissions management",
    ["iam:group"],
  ),
  DetachRolePolicy: operation<sdk.DetachRolePolicyCommandInput, sdk.DetachRolePolicyCommandOutput>(
    "DetachRolePolicy",
    "Permissions management",
    ["iam:role"],
  ),
  DetachUserPolicy: operation<sdk.DetachUserPolicyCommandInput, sdk.DetachUserPolicyCommandOutput>(
    "DetachUserPolicy",
    "Permissions management",
    ["iam:user"],
  ),
  PutGroupPolicy: operation<sdk.PutGroupPolicyCommandInput, sdk.PutGroupPolicyCommandOutput>(
    "PutGroupPolicy",
    "Permissions management",
    ["iam:group"],
  ),
  PutRolePermissionsBoundary: operation<
    sdk.PutRolePermissionsBoundaryCommandInput,
    sdk.PutRolePermissionsBoundaryCommandOutput
  >("PutRolePermissionsBoundary", "Permissions management", ["iam:role"]),
  PutRolePolicy: operation<sdk.PutRolePolicyCommandInput, sdk.PutRolePolicyCommandOutput>(
    "PutRolePolicy",
    "Permissions management",
    ["iam:role"],
  ),
  PutUserPermissionsBoundary: operation<
    sdk.PutUserPermissionsBoundaryCommandInput,
    sdk.PutUserPermissionsBoundaryCommandOutput
  >("PutUserPermissionsBoundary", "Permissions management", ["iam:user"]),
  PutUserPolicy: operation<sdk.PutUserPolicyCommandInput, sdk.PutUserPolicyCommandOutput>(
    "PutUserPolicy",
    "Permissions management",
    ["iam:user"],
  ),
  RemoveUserFromGroup: operation<sdk.RemoveUserFromGroupCommandInput, sdk.RemoveUserFromGroupCommandOutput>(
    "RemoveUserFromGroup",
    "Write",
    ["iam:group"],
  ),
  SetDefaultPolicyVersion: operation<sdk.SetDefaultPolicyVersionCommandInput, sdk.SetDefaultPolicyVersionCommandOutput>(
    "SetDefaultPolicyVersion",
    "Permissions management",
    ["iam:policy"],
  ),
  TagRole: operation<sdk.TagRoleCommandInput, sdk.TagRoleCommandOutput>("TagRole", "Tagging", ["iam:role"]),
  TagUser: operation<sdk.TagUserCommandInput, sdk.TagUserCommandOutput>("TagUser", "Tagging", ["iam:user"]),
  UntagRole: operation<sdk.UntagRoleCommandInput, sdk.UntagRoleCommandOutput>("UntagRole", "Tagging", ["iam:role"]),
  UntagUser: operation<sdk.UntagUserCommandInput, sdk.UntagUserCommandOutput>("UntagUser", "Tagging", ["iam:user"]),
  UpdateAccessKey: operation<sdk.UpdateAccessKeyCommandInput, sdk.UpdateAccessKeyCommandOutput>(
    "UpdateAccessKey",
    "Write",
    ["iam:user"],
  ),
  UpdateAssumeRolePolicy: operation<sdk.UpdateAssumeRolePolicyCommandInput, sdk.UpdateAssumeRolePolicyCommandOutput>(
    "UpdateAssumeRolePolicy",
    "Permissions management",
    ["iam:role"],
  ),
};

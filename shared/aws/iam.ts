import {
  AttachUserPolicyCommand,
  DeleteRolePolicyCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { clientSettings, operationsOf } from "./sdk.ts";

const operation = operationsOf(new IAMClient(clientSettings));
const user = "iam:user";
const role = "iam:role";

export const iam = {
  AttachUserPolicy: operation(AttachUserPolicyCommand, "Permissions management", user),
  DeleteRolePolicy: operation(DeleteRolePolicyCommand, "Permissions management", role),
  DeleteUserPermissionsBoundary: operation(DeleteUserPermissionsBoundaryCommand, "Permissions management", user),
  DeleteUserPolicy: operation(DeleteUserPolicyCommand, "Permissions management", user),
  DetachUserPolicy: operation(DetachUserPolicyCommand, "Permissions management", user),
  GetRole: operation(GetRoleCommand, "Read", role),
  GetRolePolicy: operation(GetRolePolicyCommand, "Read", role),
  GetUser: operation(GetUserCommand, "Read", user),
  GetUserPolicy: operation(GetUserPolicyCommand, "Read", user),
  ListAccessKeys: operation(ListAccessKeysCommand, "List", user),
  ListAttachedUserPolicies: operation(ListAttachedUserPoliciesCommand, "List", user),
  PutRolePolicy: operation(PutRolePolicyCommand, "Permissions management", role),
  PutUserPermissionsBoundary: operation(PutUserPermissionsBoundaryCommand, "Permissions management", user),
  PutUserPolicy: operation(PutUserPolicyCommand, "Permissions management", user),
  UpdateAccessKey: operation(UpdateAccessKeyCommand, "Write", user),
};

import type {
  AttachUserPolicyCommandInput,
  AttachUserPolicyCommandOutput,
  DeleteRolePolicyCommandInput,
  DeleteRolePolicyCommandOutput,
  DeleteUserPermissionsBoundaryCommandInput,
  DeleteUserPermissionsBoundaryCommandOutput,
  DeleteUserPolicyCommandInput,
  DeleteUserPolicyCommandOutput,
  DetachUserPolicyCommandInput,
  DetachUserPolicyCommandOutput,
  GetRoleCommandInput,
  GetRoleCommandOutput,
  GetRolePolicyCommandInput,
  GetRolePolicyCommandOutput,
  GetUserCommandInput,
  GetUserCommandOutput,
  GetUserPolicyCommandInput,
  GetUserPolicyCommandOutput,
  ListAccessKeysCommandInput,
  ListAccessKeysCommandOutput,
  ListAttachedUserPoliciesCommandInput,
  ListAttachedUserPoliciesCommandOutput,
  PutRolePolicyCommandInput,
  PutRolePolicyCommandOutput,
  PutUserPermissionsBoundaryCommandInput,
  PutUserPermissionsBoundaryCommandOutput,
  PutUserPolicyCommandInput,
  PutUserPolicyCommandOutput,
  UpdateAccessKeyCommandInput,
  UpdateAccessKeyCommandOutput,
} from "@aws-sdk/client-iam";
import { parseXML } from "@aws-sdk/xml-builder";
import type { Access, Operation } from "./operation.ts";
import { queryOperations } from "./query-protocol.ts";

/**
 * The operations of the SDK's client, with its types. IAM has one endpoint for a whole partition, in a Region that its requests are
 * signed for. Source: AWS General Reference, "AWS Identity and Access Management endpoints and quotas".
 */
const endpoint = (region: string) => {
  if (region.startsWith("cn-")) return { host: "iam.cn-north-1.amazonaws.com.cn", region: "cn-north-1" };
  if (region.startsWith("us-gov-")) return { host: "iam.us-gov.amazonaws.com", region: "us-gov-west-1" };
  return { host: "iam.amazonaws.com", region: "us-east-1" };
};
const query = queryOperations({ name: "iam", version: "2010-05-08", endpoint });

type Bag = Readonly<Record<string, unknown>>;
const bagOf = (value: unknown): Bag => (typeof value === "object" && value !== null ? (value as Bag) : {});

/** `<Name><member>…</member></Name>` is a list, also with one member or with none. */
const listOf = (value: unknown): readonly unknown[] => {
  const { member } = bagOf(value);
  if (member === undefined) return [];
  return Array.isArray(member) ? member : [member];
};

const resultOf = (operation: string, xml: string, lists: readonly string[]): Bag => {
  const result = bagOf(bagOf(bagOf(parseXML(xml))[`${operation}Response`])[`${operation}Result`]);
  const truncated = result["IsTruncated"] === undefined ? {} : { IsTruncated: result["IsTruncated"] === "true" };
  return { ...result, ...Object.fromEntries(lists.map((name) => [name, listOf(result[name])])), ...truncated };
};

/** Every input that is used here is made of texts alone. */
const flatten = (input: object): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(input).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );

/** @param lists the elements of the answer that are lists */
const operation = <Input extends object, Output>(
  name: string,
  access: Access,
  on: string,
  lists: readonly string[] = [],
): Operation<Input, Output> =>
  query<Input, Output>(name, { flatten, read: (xml) => resultOf(name, xml, lists) as Output }, access, on);

const user = "iam:user";
const role = "iam:role";

export const iam = {
  AttachUserPolicy: operation<AttachUserPolicyCommandInput, AttachUserPolicyCommandOutput>(
    "AttachUserPolicy",
    "Permissions management",
    user,
  ),
  DeleteRolePolicy: operation<DeleteRolePolicyCommandInput, DeleteRolePolicyCommandOutput>(
    "DeleteRolePolicy",
    "Permissions management",
    role,
  ),
  DeleteUserPermissionsBoundary: operation<
    DeleteUserPermissionsBoundaryCommandInput,
    DeleteUserPermissionsBoundaryCommandOutput
  >("DeleteUserPermissionsBoundary", "Permissions management", user),
  DeleteUserPolicy: operation<DeleteUserPolicyCommandInput, DeleteUserPolicyCommandOutput>(
    "DeleteUserPolicy",
    "Permissions management",
    user,
  ),
  DetachUserPolicy: operation<DetachUserPolicyCommandInput, DetachUserPolicyCommandOutput>(
    "DetachUserPolicy",
    "Permissions management",
    user,
  ),
  GetRole: operation<GetRoleCommandInput, GetRoleCommandOutput>("GetRole", "Read", role),
  GetRolePolicy: operation<GetRolePolicyCommandInput, GetRolePolicyCommandOutput>("GetRolePolicy", "Read", role),
  GetUser: operation<GetUserCommandInput, GetUserCommandOutput>("GetUser", "Read", user),
  GetUserPolicy: operation<GetUserPolicyCommandInput, GetUserPolicyCommandOutput>("GetUserPolicy", "Read", user),
  ListAccessKeys: operation<ListAccessKeysCommandInput, ListAccessKeysCommandOutput>("ListAccessKeys", "List", user, [
    "AccessKeyMetadata",
  ]),
  ListAttachedUserPolicies: operation<ListAttachedUserPoliciesCommandInput, ListAttachedUserPoliciesCommandOutput>(
    "ListAttachedUserPolicies",
    "List",
    user,
    ["AttachedPolicies"],
  ),
  PutRolePolicy: operation<PutRolePolicyCommandInput, PutRolePolicyCommandOutput>(
    "PutRolePolicy",
    "Permissions management",
    role,
  ),
  PutUserPermissionsBoundary: operation<
    PutUserPermissionsBoundaryCommandInput,
    PutUserPermissionsBoundaryCommandOutput
  >("PutUserPermissionsBoundary", "Permissions management", user),
  PutUserPolicy: operation<PutUserPolicyCommandInput, PutUserPolicyCommandOutput>(
    "PutUserPolicy",
    "Permissions management",
    user,
  ),
  UpdateAccessKey: operation<UpdateAccessKeyCommandInput, UpdateAccessKeyCommandOutput>(
    "UpdateAccessKey",
    "Write",
    user,
  ),
};

import type { Policy } from "../../iam/types.ts";
import type { Moto } from "../moto.ts";
import type { Input } from "../types.ts";
import { type Fields, fieldsOf, listOf, tagsOf, textOf, textsOf } from "../values.ts";

/** A user, role or group as the door judges it. */
export interface Identity {
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly groups: readonly string[];
  readonly inline: readonly Policy[];
  /** ARNs of the managed policies. */
  readonly attached: readonly string[];
  readonly boundary: string | undefined;
  /** Roles only. */
  readonly trust: Policy | undefined;
}

/** What IAM holds at one moment. */
export interface Directory {
  readonly users: ReadonlyMap<string, Identity>;
  readonly groups: ReadonlyMap<string, Identity>;
  /** By role ARN. */
  readonly roles: ReadonlyMap<string, Identity>;
  readonly policies: ReadonlyMap<string, Policy>;
}

/** IAM answers with percent-encoded documents. */
const document = (value: unknown): Policy => {
  const text = textOf(value) ?? "";
  const policy: Policy = JSON.parse(text.trimStart().startsWith("%") ? decodeURIComponent(text) : text);
  return policy;
};

/** moto's user ids have no type in them; AWS's begin with AIDA. The same rule is applied to the answers that pass through. */
export const userId = (id: string): string => (/^A[A-Z]{3}/.test(id) ? id : `AIDA${id.toUpperCase().slice(0, 17)}`);

const identity = (fields: Fields, kind: "User" | "Role" | "Group"): Identity => ({
  arn: String(fields.Arn),
  id: kind === "User" ? userId(String(fields.UserId)) : String(fields[`${kind}Id`]),
  name: String(fields[`${kind}Name`]),
  tags: tagsOf(fields.Tags),
  groups: textsOf(fields.GroupList),
  inline: listOf(fields[`${kind}PolicyList`]).map(({ PolicyDocument }) => document(PolicyDocument)),
  attached: listOf(fields.AttachedManagedPolicies).map(({ PolicyArn }) => String(PolicyArn)),
  boundary: textOf(fieldsOf(fields.PermissionsBoundary).PermissionsBoundaryArn),
  trust: fields.AssumeRolePolicyDocument === undefined ? undefined : document(fields.AssumeRolePolicyDocument),
});

/** Reads users, roles, groups and the account's own policies from moto. */
export const readDirectory = async (moto: Moto): Promise<Directory> => {
  const details = await ask(moto, "GetAccountAuthorizationDetails", {
    Filter: ["User", "Role", "Group", "LocalManagedPolicy"],
  });
  const by = (kind: "User" | "Role" | "Group", key: "name" | "arn") =>
    new Map(
      listOf(details[`${kind}DetailList`])
        .map((fields) => identity(fields, kind))
        .map((one) => [one[key], one]),
    );
  const policies = new Map<string, Policy>();
  for (const policy of listOf(details.Policies)) {
    const current = listOf(policy.PolicyVersionList).find(({ IsDefaultVersion }) => IsDefaultVersion === true);
    if (current) policies.set(String(policy.Arn), document(current.Document));
  }
  return { users: by("User", "name"), groups: by("Group", "name"), roles: by("Role", "arn"), policies };
};

/** The current version of one of AWS's own managed policies, which the listing leaves out for their number. */
export const readManagedPolicy = async (moto: Moto, arn: string): Promise<Policy> => {
  const { Policy: policy } = await ask(moto, "GetPolicy", { PolicyArn: arn });
  const version = fieldsOf(policy).DefaultVersionId;
  const { PolicyVersion } = await ask(moto, "GetPolicyVersion", { PolicyArn: arn, VersionId: version });
  return document(fieldsOf(PolicyVersion).Document);
};

const ask = async (moto: Moto, operation: string, input: Input): Promise<Fields> => {
  const outcome = await moto.call("iam", operation, input);
  if (!outcome.ok) throw new Error(`moto refused iam:${operation}: ${outcome.code} ${outcome.message}`);
  return outcome.output;
};

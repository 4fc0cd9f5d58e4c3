import { partitionOf } from "../arn.ts";
import type { Home } from "../resource.ts";

export const kinds = ["user", "role", "group", "policy"] as const;
/** What policies hang on, and the managed policies of the account. */
export type IdentityKind = (typeof kinds)[number];

/** A name as IAM takes it. Source: IAM User Guide, "IAM and AWS STS quotas", name requirements. */
export const nameForm = /^[\w+=,.@-]{1,128}$/;

/** An identity by its name, which is unique in its account whatever its path; a managed policy by its ARN. */
export interface IdentityName {
  readonly kind: IdentityKind;
  readonly account: string;
  readonly name: string;
}

/** As CloudFormation calls them. */
export const types = {
  user: "AWS::IAM::User",
  role: "AWS::IAM::Role",
  group: "AWS::IAM::Group",
  policy: "AWS::IAM::ManagedPolicy",
} as const satisfies Readonly<Record<IdentityKind, string>>;

/**
 * The id of a user, role or group: its ARN without the path, which calls do not say.
 * Source: IAM User Guide, "IAM identifiers": names are unique within an account.
 */
export const identityId = (kind: Exclude<IdentityKind, "policy">, name: string, { account, region }: Home): string =>
  `arn:${partitionOf(region)}:iam::${account}:${kind}/${name}`;

/** What an id, or any ARN of an identity, stands for; undefined for anything else. */
export const identityNamed = (arn: string): IdentityName | undefined => {
  const [, account, kind, path = "", name] =
    /^arn:[a-z-]+:iam::(\d{12}):(user|role|group|policy)\/([\x21-\x7e]*\/)?([\w+=,.@-]{1,128})$/.exec(arn) ?? [];
  if (account === undefined || kind === undefined || name === undefined) return undefined;
  // What belongs to AWS or to a directory cannot be changed in IAM, and nobody else can change it there.
  if (kind === "role" && /^aws-(service-role|reserved)\//.test(path)) return undefined;
  return { kind: kind as IdentityKind, account, name };
};

import { type Arn, fits, parseArn } from "../resources/arn.ts";

/** Who may be admitted by the policy of a stream or a consumer. */
export interface AllowedPrincipals {
  /** The account that the resource is in, 12 digits. */
  readonly account: string;
  /** `whole`: everybody in the resource's own account. `listed`: there, too, only who is among `accounts` or `principals`. */
  readonly ownAccount: "whole" | "listed";
  /** Account ids: everybody in these accounts. An account as a whole is allowed in no other way. */
  readonly accounts: readonly string[];
  /** ARNs of users, roles and sessions; `*` stands for any part between two colons. The sessions of a role written without `*` are meant, too. */
  readonly principals: readonly string[];
  /** Organization ids, `o-…`: everybody whom a condition keeps to one of these organizations. */
  readonly organizations: readonly string[];
  /** Service principals, `events.amazonaws.com`: on whoever's behalf they come. */
  readonly services: readonly string[];
}

export const allowsAccount = (id: string, { account, ownAccount, accounts }: AllowedPrincipals): boolean =>
  accounts.includes(id) || (ownAccount === "whole" && id === account);

/** The account of `111122223333` or `arn:aws:iam::111122223333:root`, which are the same (IAM User Guide, "JSON policy elements: Principal", AWS account principals). */
export const accountNamed = (name: string): string | undefined => {
  const [, id, idInArn] = /^(?:(\d{12})|arn:[^:]+:iam::(\d{12}):root)$/.exec(name) ?? [];
  return id ?? idInArn;
};

/** Does an allowed ARN cover all that an ARN with wildcards can stand for? A wildcard is covered by a `*` only. */
const covers = (allowed: string, { partition, service, region, account, resource }: Arn): boolean => {
  const of = parseArn(allowed);
  const within = (pattern: string, text: string) => fits(pattern, text.replaceAll(/[*?]/g, "\0"));
  return (
    of !== undefined &&
    within(of.partition, partition) &&
    within(of.service, service) &&
    within(of.region, region) &&
    within(of.account, account) &&
    within(of.resource, resource)
  );
};

/** The name of a role is unique in its account, whatever its path; a session's ARN leaves the path out (IAM User Guide, "IAM identifiers"). */
const isSessionOf = ({ partition, service, account, resource }: Arn, allowed: string): boolean => {
  const role = parseArn(allowed);
  const [, name] = (service === "sts" && /^assumed-role\/([^/]+)\/[^/]+$/.exec(resource)) || [];
  if (!role || name === undefined || allowed.includes("*")) return false;
  const isRole = role.service === "iam" && role.resource.startsWith("role/");
  const isSameAccount = role.partition === partition && role.account === account;
  return isRole && isSameAccount && role.resource.slice(role.resource.lastIndexOf("/") + 1) === name;
};

/**
 * Is everybody allowed for whom this ARN can stand?
 * @param wildcards how far its `*` and `?` reach: `section`, up to the next colon as in ArnLike; `text`, across colons as in
 * StringLike. There, one before the account's id could take in another account's ARN with colons in its path.
 */
export const allowsArn = (text: string, wildcards: "section" | "text", allowed: AllowedPrincipals): boolean => {
  const arn = parseArn(text);
  // A variable stands for what the caller brings along.
  if (!arn || text.includes("${")) return false;
  const { partition, service, region, account } = arn;
  if (wildcards === "text" && /[*?]/.test(partition + service + region + account)) return false;
  if (allowsAccount(account, allowed)) return true;
  return allowed.principals.some((principal) => covers(principal, arn) || isSessionOf(arn, principal));
};

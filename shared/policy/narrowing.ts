import { type AllowedPrincipals, allowsAccount, allowsArn } from "./allowed.ts";
import type { Condition, PrincipalName } from "./policy.ts";

/** Is everybody allowed whom this value of a key lets through? */
type Admits = (value: string, operator: string, allowed: AllowedPrincipals) => boolean;

const isString = (operator: string) => operator.startsWith("String");

const account: Admits = (value, operator, allowed) => isString(operator) && allowsAccount(value, allowed);
const organization: Admits = (value, operator, { organizations }) =>
  isString(operator) && organizations.includes(value);
const arn: Admits = (value, operator, allowed) => allowsArn(value, isString(operator) ? "text" : "section", allowed);

/** What is known of the caller, whoever it is. Source: IAM User Guide, "AWS global condition context keys", properties of the principal. */
const ofCaller = new Map<string, Admits>([
  ["aws:principalorgid", organization],
  ["aws:principalaccount", account],
  ["aws:principalarn", arn],
]);

/**
 * On whose behalf a service comes. These keys are there only when a service principal makes the call (same page, and
 * "The confused deputy problem"), so a statement for everybody that asks for them admits services alone.
 */
const ofSource = new Map<string, Admits>([
  ["aws:sourceorgid", organization],
  ["aws:sourceaccount", account],
  // A bucket's ARN has no account in it, and so shows nobody to be allowed.
  ["aws:sourcearn", (value, operator, allowed) => arn(value, operator, { ...allowed, principals: [] })],
]);

/**
 * The operators that are not met when the key is missing and match nothing but what is listed. Not so: …IfExists and
 * ForAllValues, which are met when the key is missing, and everything negated. ArnEquals does what ArnLike does.
 * Source: IAM User Guide, "Condition operators" and "Set operators for multivalued context keys".
 */
const requiring = /^(?:ForAnyValue:)?(StringEquals|StringLike|ArnEquals|ArnLike)$/;

const keeps = (
  { operator, key, values }: Condition,
  byKey: ReadonlyMap<string, Admits>,
  allowed: AllowedPrincipals,
) => {
  const [, bare] = requiring.exec(operator) ?? [];
  const admits = byKey.get(key.toLowerCase());
  return (
    bare !== undefined && admits !== undefined && values.length > 0 && values.every((v) => admits(v, bare, allowed))
  );
};

/** Do the conditions, all of which have to be met, keep what is granted to this name to those who are allowed? */
export const narrowsToAllowed = (
  conditions: readonly Condition[],
  { type, value }: PrincipalName,
  allowed: AllowedPrincipals,
): boolean => {
  const mayBeService = type === "Service" || (type === "AWS" && value === "*");
  return conditions.some(
    (condition) => keeps(condition, ofCaller, allowed) || (mayBeService && keeps(condition, ofSource, allowed)),
  );
};

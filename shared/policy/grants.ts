import { compile, matches } from "./pattern.ts";
import type { Condition, Policy, Statement } from "./policy.ts";

/**
 * What policies of an identity say of one action on one resource. What the request would have to be like is kept as conditions, since
 * nobody knows the next request: texts, equal for equal conditions.
 * Source: IAM User Guide, "Policy evaluation logic" and "IAM JSON policy elements reference".
 */
export interface Grant {
  /** It is allowed if all conditions of one of these are met; an empty list of conditions is always met. */
  readonly allowedIf: readonly (readonly string[])[];
  /** But not if all conditions of one of these are. */
  readonly deniedIf: readonly (readonly string[])[];
}

/**
 * `stringequals aws:sourceip ["192.0.2.1"]`: operators and keys in one case of letters, values sorted. Before 2012-10-17 `${…}` was
 * plain text, so that the same value says something else.
 */
const told = ({ operator, key, values }: Condition, version: Policy["version"]): string => {
  const plain = version === "2008-10-17" && values.some((value) => value.includes("${")) ? " literally" : "";
  return `${operator.toLowerCase()} ${key.toLowerCase()} ${JSON.stringify(values.toSorted())}${plain}`;
};

/** Actions are compared without letter case, and take no variables. */
const namesAction = ({ action: { element, values } }: Statement, action: string): boolean => {
  const named = values.some((value) => matches(compile(value.toLowerCase(), false), action.toLowerCase()));
  return named === (element === "Action");
};

/** Whether a statement speaks of a resource: yes, no, or if the variables in it stand for the right thing. */
const namesResource = (
  { resource }: Statement,
  wanted: string,
  withVariables: boolean,
): boolean | { readonly if: string } => {
  if (resource === undefined) return false;
  const found = resource.values
    .map((value) => ({ value, pattern: compile(value, withVariables) }))
    .filter(({ pattern }) => matches(pattern, wanted));
  const isNamed = resource.element === "Resource";
  if (found.some(({ pattern }) => pattern.variables.length === 0)) return isNamed;
  if (found.length === 0) return !isNamed;
  const patterns = found.map(({ value }) => value).toSorted();
  return { if: `${resource.element.toLowerCase()} ${JSON.stringify(patterns)}` };
};

/** The conditions under which a statement speaks of an action on a resource; undefined: it never does. */
const conditionsOf = (
  statement: Statement,
  version: Policy["version"],
  action: string,
  resource: string,
): readonly string[] | undefined => {
  if (!namesAction(statement, action)) return undefined;
  const named = namesResource(statement, resource, version === "2012-10-17");
  if (named === false) return undefined;
  const conditions = new Set([
    ...statement.conditions.map((one) => told(one, version)),
    ...(named === true ? [] : [named.if]),
  ]);
  return [...conditions].toSorted();
};

/**
 * What some policies of one identity together grant of an action on a resource.
 * @param action `kinesis:GetRecords`
 * @param resource an ARN, or `*` for an action that knows no resource
 * @returns undefined when it is never allowed
 */
export const grantOf = (policies: readonly Policy[], action: string, resource: string): Grant | undefined => {
  const allowedIf: (readonly string[])[] = [];
  const deniedIf: (readonly string[])[] = [];
  for (const { statements, version } of policies)
    for (const statement of statements) {
      const conditions = conditionsOf(statement, version, action, resource);
      if (conditions === undefined) continue;
      if (statement.effect === "Deny" && conditions.length === 0) return undefined;
      (statement.effect === "Allow" ? allowedIf : deniedIf).push(conditions);
    }
  return allowedIf.length > 0 ? { allowedIf, deniedIf } : undefined;
};

/** Whether whatever meets the conditions of one list meets those of the other. */
const implies = (stricter: readonly string[], looser: readonly string[]): boolean =>
  looser.every((condition) => stricter.includes(condition));

/**
 * Whether a grant lets through any request that another did not, as far as equal conditions tell: conditions that are written in
 * another way count as others.
 */
export const widens = (now: Grant | undefined, before: Grant | undefined): boolean => {
  if (now === undefined) return false;
  if (before === undefined) return true;
  const isNew = now.allowedIf.some((one) => !before.allowedIf.some((other) => implies(one, other)));
  const isLifted = before.deniedIf.some((one) => !now.deniedIf.some((other) => implies(one, other)));
  return isNew || isLifted;
};

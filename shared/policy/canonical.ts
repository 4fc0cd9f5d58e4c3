import { accountNamed } from "./allowed.ts";
import type { Condition, Policy, Principals, Statement } from "./policy.ts";
import { readPolicy } from "./read-policy.ts";

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();

const principalForm = ({ element, groups }: Principals) => [
  element,
  unique(groups.flatMap(({ names }) => names.map(({ type, value }) => `${type} ${accountNamed(value) ?? value}`))),
];

const conditionForm = ({ operator, key, values }: Condition) =>
  JSON.stringify([operator, key.toLowerCase(), unique(values)]);

/**
 * One text for all statements that say the same in other words: order and repetition in lists, a list or a single value, the
 * letter case of actions and condition keys, an account by its id or its root, white space. Sid is a name, and decides nothing.
 *
 * `${…}` is a variable from version 2012-10-17 on and plain text before, so there the version is part of what is said.
 */
export const formOf = (statement: Statement, version: Policy["version"]): string => {
  const { effect, principal, action, resource, conditions } = statement;
  const form = JSON.stringify([
    effect,
    principal ? principalForm(principal) : [],
    [action.element, unique(action.values.map((value) => value.toLowerCase()))],
    resource ? [resource.element, unique(resource.values)] : [],
    unique(conditions.map(conditionForm)),
  ]);
  return form.includes("${") ? `${version} ${form}` : form;
};

/** The forms of all statements; how often and in which order they stand decides nothing. */
export const formsOf = ({ statements, version }: Policy): ReadonlySet<string> =>
  new Set(statements.map((statement) => formOf(statement, version)));

/** Do two policies say the same? Of what cannot be read, only the very same text does. */
export const samePolicy = (a: string, b: string): boolean => {
  if (a === b) return true;
  const [one, other] = [readPolicy(a), readPolicy(b)];
  if (one.kind === "unreadable" || other.kind === "unreadable") return false;
  const [ours, theirs] = [formsOf(one), formsOf(other)];
  return ours.size === theirs.size && [...ours].every((form) => theirs.has(form));
};

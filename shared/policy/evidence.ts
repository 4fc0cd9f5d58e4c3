import { accountNamed } from "./allowed.ts";
import type { Policy, PrincipalName, Principals, Statement } from "./policy.ts";

/** Texts come from whoever wrote the policy: only those in AWS's own form are shown without quotes. */
export const shown = (text: string): string =>
  /^[\w:/.@+=,*-]{1,512}$/.test(text) ? text : JSON.stringify(text.slice(0, 512));

/** The first few of a list in words. */
const few = (values: readonly string[]): string => {
  const [first = "nothing", second, ...more] = values.map(shown);
  if (second === undefined) return first;
  return more.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${more.length} more`;
};

/** A statement by its Sid, or by its number in the policy. */
export const titleOf = (statement: Statement, { statements }: Policy): string =>
  statement.sid ? `Statement ${JSON.stringify(statement.sid)}` : `Statement ${statements.indexOf(statement) + 1}`;

/** What a statement is about. */
export const actionsOf = ({ action: { element, values } }: Statement): string =>
  element === "Action" ? few(values) : `everything but ${few(values)}`;

/** Whom a name stands for. */
export const whoIs = ({ type, value }: PrincipalName): string => {
  if (type === "Service") return `the service ${shown(value)}, on anybody's behalf,`;
  if (type === "Federated") return `those who sign in by ${shown(value)}`;
  if (type === "CanonicalUser") return `the account with the canonical user id ${shown(value)}`;
  if (value === "*") return "everybody";
  const account = accountNamed(value);
  return account === undefined ? shown(value) : `the whole account ${account}`;
};

export const everybodyBut = ({ groups }: Principals): string =>
  `everybody but ${few(groups.flatMap(({ names }) => names.map(({ value }) => value)))}`;

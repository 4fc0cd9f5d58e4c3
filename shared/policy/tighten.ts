import type { AllowedPrincipals } from "./allowed.ts";
import { type Edit, edit, without } from "./edit.ts";
import type { Place } from "./json.ts";
import type { Policy, PrincipalGroup, Statement, Unreadable } from "./policy.ts";
import { readPolicy } from "./read-policy.ts";
import { deletedIn, type Stranger, strangersIn } from "./strangers.ts";

/** What should become of a policy. `delete`: no statement would be left, and AWS stores no policy without one. */
export type Tightened =
  | { readonly kind: "unchanged" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "delete" }
  | Unreadable;

type Goes = (place: Place) => boolean;

const isEmptied = ({ names }: PrincipalGroup, goes: Goes): boolean => names.every(goes);

/** A statement that speaks of nobody any more goes whole: without its Principal it would be none. */
const statementGoes = (statement: Statement, goes: Goes): boolean => {
  if (goes(statement)) return true;
  const { groups = [] } = statement.principal ?? {};
  const isTouched = groups.some(({ names }) => names.some(goes));
  return isTouched && groups.every((group) => isEmptied(group, goes));
};

const within = ({ principal }: Statement, goes: Goes): readonly Edit[] => {
  const { groups = [] } = principal ?? {};
  const touched = groups.filter(({ names }) => names.some(goes));
  const emptied = (group: PrincipalGroup) => touched.includes(group) && isEmptied(group, goes);
  return [
    ...without(groups, emptied),
    ...touched.filter((group) => !emptied(group)).flatMap(({ names }) => without(names, goes)),
  ];
};

const cut = ({ text, statements }: Policy, goes: Goes): Tightened => {
  const leaves = (statement: Statement) => statementGoes(statement, goes);
  const kept = statements.filter((statement) => !leaves(statement));
  if (kept.length === 0) return { kind: "delete" };
  const edits = [...without(statements, leaves), ...kept.flatMap((statement) => within(statement, goes))];
  return { kind: "text", text: edit(text, edits) };
};

/**
 * Takes out of a resource policy whom it admits and who is not allowed, and nothing else: a name, or the statement if it
 * names nobody else. All other bytes stay. Nothing is ever added, and Deny is never touched, so that it cannot widen.
 *
 * @param goes which of them: somebody may have accepted the others
 *
 * Once something has to go, grants to deleted users and roles go, too: AWS refuses to store a policy that names one.
 */
export const tighten = (
  text: string,
  allowed: AllowedPrincipals,
  goes: (stranger: Stranger) => boolean = () => true,
): Tightened => {
  const policy = readPolicy(text);
  if (policy.kind === "unreadable") return policy;
  const strangers = strangersIn(policy, allowed).filter(goes);
  if (strangers.length === 0) return { kind: "unchanged" };
  const gone = new Set<Place>([...strangers.map(({ statement, name }) => name ?? statement), ...deletedIn(policy)]);
  return cut(policy, (place) => gone.has(place));
};

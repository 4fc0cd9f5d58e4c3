import { accountNamed } from "./allowed.ts";
import { grantOf, widens } from "./grants.ts";
import type { Policy, PrincipalName, Statement } from "./policy.ts";

/** Who may take a role on, by a trust policy. Source: IAM User Guide, "IAM JSON policy elements: Principal". */

const assuming = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

/** `AWS 123456789012`: an account by its id or its root is the same. */
const formOf = ({ type, value }: PrincipalName): string => `${type} ${accountNamed(value) ?? value}`;

const namesOf = ({ principal }: Statement): readonly string[] =>
  principal?.groups.flatMap(({ names }) => names.map(formOf)) ?? [];

/** What the statements say that name one principal, as a policy that speaks of it alone. A NotPrincipal speaks of everybody whom it does not name. */
const about = (policy: Policy, name: string): Policy => ({
  ...policy,
  statements: policy.statements
    .filter((statement) => namesOf(statement).includes(name) === (statement.principal?.element === "Principal"))
    // A trust policy names no resource: it is the role's.
    .map((statement) => ({ ...statement, resource: { element: "Resource", values: ["*"] } })),
});

/** Everybody else: whom no statement of the two policies names. */
export const anybodyElse = "anybody whom it does not exclude";

/** The principals that one trust policy lets take the role on, or under fewer conditions, than another did. */
export const newlyTrusted = (now: Policy, before: Policy): readonly string[] => {
  const names = new Set([...now.statements, ...before.statements].flatMap(namesOf));
  return [...names, anybodyElse].filter((name) =>
    assuming.some((action) =>
      widens(grantOf([about(now, name)], action, "*"), grantOf([about(before, name)], action, "*")),
    ),
  );
};

import { type AllowedPrincipals, accountNamed, allowsAccount, allowsArn } from "./allowed.ts";
import { actionsOf, everybodyBut, titleOf, whoIs } from "./evidence.ts";
import { narrowsToAllowed } from "./narrowing.ts";
import type { Policy, PrincipalName, Statement } from "./policy.ts";

/** Somebody whom a resource policy admits and who is not allowed. */
export interface Stranger {
  /** Names them within the policy, the same whichever way an account is written: `AWS 111122223333`. */
  readonly id: string;
  readonly statement: Statement;
  /** Absent: the statement admits by NotPrincipal, which names only whom it leaves out. */
  readonly name?: PrincipalName;
  /** One sentence for people. */
  readonly evidence: string;
}

/**
 * A user or role that was deleted: AWS keeps its unique id in the policy's place of its ARN, and nobody can have that id again
 * (IAM User Guide, "JSON policy elements: Principal", IAM role principals).
 */
export const isDeleted = ({ type, value }: PrincipalName): boolean =>
  type === "AWS" && /^A(?:IDA|ROA)[A-Z0-9]{12,}$/.test(value);

const isAllowed = ({ type, value }: PrincipalName, allowed: AllowedPrincipals): boolean => {
  if (type === "Service") return allowed.services.includes(value);
  if (type !== "AWS") return false;
  const account = accountNamed(value);
  // Kinesis takes no wildcards within a principal; where one stands all the same, it is taken to reach as far as it can.
  return account === undefined ? allowsArn(value, "text", allowed) : allowsAccount(account, allowed);
};

const namesIn = ({ principal }: Statement): readonly PrincipalName[] =>
  principal?.element === "Principal" ? principal.groups.flatMap(({ names }) => names) : [];

const allowing = ({ statements }: Policy): readonly Statement[] =>
  statements.filter(({ effect }) => effect === "Allow");

const evidence = (statement: Statement, who: string, policy: Policy): string => {
  const condition = statement.conditions.length > 0 ? "; its condition does not keep that to those who are" : "";
  return `${titleOf(statement, policy)} lets ${who} call ${actionsOf(statement)}, which is not allowed${condition}.`;
};

/**
 * Whom the policy of a stream or a consumer lets in who is not allowed, name by name. Only Allow lets anybody in. A name is
 * allowed by itself, or by a condition that keeps the grant to those who are (`narrowsToAllowed`). Allow with NotPrincipal
 * lets in everybody else in the world, and is never right (IAM User Guide, "JSON policy elements: NotPrincipal"). A deleted
 * user or role is no stranger, since nobody can come by its name.
 */
export const strangersIn = (policy: Policy, allowed: AllowedPrincipals): readonly Stranger[] =>
  allowing(policy).flatMap((statement): readonly Stranger[] => {
    if (statement.principal?.element === "NotPrincipal")
      return [
        {
          id: `NotPrincipal of ${titleOf(statement, policy)}`,
          statement,
          evidence: evidence(statement, everybodyBut(statement.principal), policy),
        },
      ];
    return namesIn(statement)
      .filter((name) => !isDeleted(name) && !isAllowed(name, allowed))
      .filter((name) => !narrowsToAllowed(statement.conditions, name, allowed))
      .map((name) => ({
        id: `${name.type} ${accountNamed(name.value) ?? name.value}`,
        statement,
        name,
        evidence: evidence(statement, whoIs(name), policy),
      }));
  });

/** Grants to users and roles that were deleted. AWS takes a policy that names one no more, so it can neither be put back as it is. */
export const deletedIn = (policy: Policy): readonly PrincipalName[] =>
  allowing(policy).flatMap(namesIn).filter(isDeleted);

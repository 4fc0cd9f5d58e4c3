import type { Actor } from "../../cloudtrail/actor.ts";
import { fitsPrincipal, parseArn } from "../../resources/arn.ts";
import type { Touched } from "../activity.ts";

/** The ARN of the user or role that a caller is: a session counts as its role, a federated user as the user who issued it. */
export const principalOf = ({ name, arn = name, account, credential }: Actor): string => {
  if ("roleArn" in credential && credential.roleArn) return credential.roleArn;
  if (credential.kind !== "federated-user" || !credential.issuer) return arn;
  return `arn:${parseArn(arn)?.partition ?? "aws"}:iam::${account}:user/${credential.issuer}`;
};

/** What would be taken from a caller: this key of a user, or the session of this name. With another they are somebody else. */
export const credentialOf = ({ name, credential }: Actor): string =>
  credential.kind === "user-key" ? credential.accessKeyId : name;

/**
 * Whether a caller is one of those who are expected. This alone decides who is known: what was learned of who uses a stream
 * would stand beside what was declared here.
 */
export const isKnown = (actor: Actor, declared: readonly string[]): boolean => {
  // Of a caller in another account CloudTrail may tell the account alone: then one of them is as good as any.
  if (actor.credential.kind === "other-account")
    return declared.some((pattern) => parseArn(pattern)?.account === actor.account);
  return declared.some((pattern) => fitsPrincipal(pattern, principalOf(actor)));
};

/** Those of some streams whose consumers, or producers, were declared, and to whom a caller is none of them. */
export const strangerTo = (
  actor: Actor,
  touched: readonly Touched[],
  expected: "consumers" | "producers",
): readonly Touched[] =>
  touched.filter(({ declared }) => {
    const known = declared[expected];
    return known !== undefined && !isKnown(actor, known);
  });

import { asList } from "./one-or-many.ts";
import { matchesPattern, withWildcards } from "./pattern.ts";
import { PolicyError } from "./policy-error.ts";
import type { Statement } from "./types.ts";

/** Does `kinesis:*stream*` cover `kinesis:StopStreamEncryption`? Letter case does not matter, variables are not allowed. */
export const matchesAction = (pattern: string, action: string): boolean =>
  matchesPattern(withWildcards(pattern.toLowerCase()), action.toLowerCase());

export const coversAction = (statement: Statement, action: string): boolean => {
  const isListed = (patterns: string | readonly string[]) =>
    asList(patterns).some((pattern) => matchesAction(pattern, action));
  if (statement.Action !== undefined) return isListed(statement.Action);
  if (statement.NotAction !== undefined) return !isListed(statement.NotAction);
  throw new PolicyError("a statement has neither Action nor NotAction, expected one of them");
};

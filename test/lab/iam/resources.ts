import { asList } from "./one-or-many.ts";
import { compile, matchesPattern, type Variables } from "./pattern.ts";
import type { Statement } from "./types.ts";

/** Does a Resource element cover this ARN? Wildcards reach across colons and slashes; letter case matters. */
export const matchesResource = (pattern: string, resource: string, variables?: Variables): boolean => {
  const compiled = compile(pattern, variables);
  return compiled !== undefined && matchesPattern(compiled, resource);
};

/** Undefined: the statement names no resource, as in a role's trust policy. */
export const coversResource = (
  statement: Statement,
  resource: string,
  variables: Variables | undefined,
): boolean | undefined => {
  if (statement.Resource !== undefined) {
    return asList(statement.Resource).some((pattern) => matchesResource(pattern, resource, variables));
  }
  if (statement.NotResource === undefined) return undefined;
  const compiled = asList(statement.NotResource).map((pattern) => compile(pattern, variables));
  // An exception that cannot be resolved makes the statement invalid; otherwise it would cover everything.
  return compiled.every((pattern) => pattern !== undefined && !matchesPattern(pattern, resource));
};

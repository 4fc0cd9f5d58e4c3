import { asList } from "./one-or-many.ts";
import { checkStatement, type PolicyKind } from "./parse-statement.ts";
import { PolicyError } from "./policy-error.ts";
import type { Policy } from "./types.ts";

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PolicyError(
      `not JSON (${error instanceof Error ? error.message : String(error)}), expected a policy document`,
    );
  }
};

const elements = ["Version", "Id", "Statement"];
const versions = ["2012-10-17", "2008-10-17"];

const check = (value: unknown, kind: PolicyKind | undefined): Policy => {
  if (!isObject(value)) throw new PolicyError(`the document is ${JSON.stringify(value)}, expected an object`);
  const unknown = Object.keys(value).find((key) => !elements.includes(key));
  if (unknown !== undefined) throw new PolicyError(`element "${unknown}" is unknown, expected ${elements.join(", ")}`);
  const { Version: version, Statement: statement } = value;
  if (version !== undefined && !(typeof version === "string" && versions.includes(version))) {
    throw new PolicyError(`Version is ${JSON.stringify(version)}, expected ${versions.join(" or ")}`);
  }
  if (statement === undefined) throw new PolicyError("Statement is missing, expected an object or a list of objects");
  const statements = asList<unknown>(statement).map((item, index) =>
    checkStatement(item, Array.isArray(statement) ? `Statement[${index}]` : "Statement", kind),
  );
  if (statements.length === 0) throw new PolicyError("Statement is an empty list, expected at least one statement");
  return { ...(version === undefined ? {} : { Version: version }), Statement: statements };
};

/**
 * Reads a policy document from JSON text (not percent-encoded) and checks it as strictly as IAM checks what it stores.
 * `where` starts every error message, e.g. `role/detect inline policy streams`. With `kind`, the elements that such a policy
 * must or must not have are checked too. Throws PolicyError.
 */
export const parsePolicy = (text: string, where: string, kind?: PolicyKind): Policy => {
  try {
    return check(readJson(text), kind);
  } catch (error) {
    if (error instanceof PolicyError) throw new PolicyError(`${where}: ${error.message}`);
    throw error;
  }
};

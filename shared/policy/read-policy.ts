import { PolicyUnreadable, readJson } from "./json.ts";
import type { Policy, Unreadable } from "./policy.ts";
import { membersOf, readStatement, stringOf } from "./read-statement.ts";

const read = (text: string): Policy => {
  const document = readJson(text);
  const members = membersOf(document, "the document", ["Version", "Id", "Statement"]);
  const version = stringOf(members.get("Version"), "Version") ?? "2008-10-17";
  if (version !== "2012-10-17" && version !== "2008-10-17")
    throw new PolicyUnreadable(`its Version is ${JSON.stringify(version)}`);
  const statement = members.get("Statement")?.value;
  if (!statement) throw new PolicyUnreadable("it has no Statement");
  const statements =
    statement.kind === "list"
      ? statement.items.map((item, index) => readStatement(item, `Statement[${index}]`))
      : [readStatement(statement, "Statement")];
  return {
    kind: "policy",
    version,
    statements,
    text,
    places: { document, version: members.get("Version")?.value, statement },
  };
};

/**
 * Reads the JSON text of a policy (not percent-encoded, as IAM hands some out). As strict as IAM where another reading would
 * be possible: an unknown element, a key that stands twice or both of two opposite elements make it unreadable. Never throws.
 */
export const readPolicy = (text: string): Policy | Unreadable => {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof PolicyUnreadable) return { kind: "unreadable", reason: error.message };
    throw error;
  }
};

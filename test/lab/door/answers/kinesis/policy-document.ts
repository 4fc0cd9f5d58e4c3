import { type Fields, fieldsOf, isFields, listOf, parseFields } from "../../values.ts";
import { invalid, isStream } from "./stream.ts";

/**
 * Source: Kinesis Developer Guide, "Share your data stream with another account"; DescribeStream is asked for in "Share
 * access using resource-based policies".
 */
const shareable = {
  stream: [
    "describestream",
    "describestreamsummary",
    "getrecords",
    "getsharditerator",
    "listshards",
    "putrecord",
    "putrecords",
  ],
  consumer: ["describestreamconsumer", "subscribetoshard"],
};

/** Throws InvalidArgumentException for a policy that Kinesis does not take. */
export const requireShareable = (text: string, arn: string): void => {
  const policy = parseFields(text);
  const statements = isFields(policy.Statement) ? [policy.Statement] : listOf(policy.Statement);
  if (statements.length === 0) throw invalid("The policy is not a valid policy document: it has no statement.");
  for (const statement of statements) requireStatement(statement, isStream(arn) ? "stream" : "consumer");
};

const requireStatement = ({ Principal, Action, Effect }: Fields, kind: keyof typeof shareable): void => {
  if (Effect !== "Allow" && Effect !== "Deny") throw invalid("The policy has a statement without an Effect.");
  const principals = isFields(Principal) ? Object.values(fieldsOf(Principal)).flatMap(texts) : texts(Principal);
  if (principals.length === 0) throw invalid("The policy has a statement without a Principal.");
  if (principals.some((principal) => principal.includes("*")))
    throw invalid("Wildcards are not supported in the Principal of a resource-based policy.");
  const actions = texts(Action);
  if (actions.length === 0) throw invalid("The policy has a statement without an Action.");
  for (const action of actions) {
    if (action.includes("*")) throw invalid("Wildcards are not supported in the Action of a resource-based policy.");
    const [service, name = ""] = action.toLowerCase().split(":");
    if (service !== "kinesis" || !shareable[kind].includes(name))
      throw invalid(`The action ${action} cannot be shared by the policy of a ${kind}.`);
  }
};

const texts = (value: unknown): readonly string[] => [value].flat().filter((item) => typeof item === "string");

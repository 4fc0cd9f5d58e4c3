import { matchesArn } from "./arn.ts";
import { addressRange, isInRange } from "./ip-address.ts";
import { moment } from "./moment.ts";
import { matchesPattern, type Pattern, textOf } from "./pattern.ts";
import { PolicyError } from "./policy-error.ts";

/** One way to compare the request's value with the policy's. Source: IAM User Guide, "Condition operators". */
interface Comparison {
  /** What a policy value must look like, in words for error messages. */
  readonly expects: string;
  readonly accepts: (policyValue: string) => boolean;
  readonly takesVariables: boolean;
  readonly matches: (value: string, policyValue: Pattern) => boolean;
}

export interface Operator extends Comparison {
  readonly negated: boolean;
}

type Compare = (left: number, right: number) => boolean;

const string = (matches: Comparison["matches"]): Comparison => ({
  expects: "a string",
  accepts: () => true,
  takesVariables: true,
  matches,
});

const ordered =
  (expects: string, read: (text: string) => number | undefined) =>
  (compare: Compare): Comparison => ({
    expects,
    accepts: (text) => read(text) !== undefined,
    takesVariables: false,
    matches: (value, policyValue) => {
      const [left, right] = [read(value), read(textOf(policyValue))];
      return left !== undefined && right !== undefined && compare(left, right);
    },
  });

const numeric = ordered("a number", (text) => (/^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined));
const date = ordered("a date such as 2026-01-31T12:00:00Z, or epoch seconds", moment);

const bool: Comparison = {
  expects: "true or false",
  accepts: (text) => /^(true|false|\$\{.+\})$/i.test(text),
  takesVariables: true,
  matches: (value, policyValue) => value.toLowerCase() === textOf(policyValue).toLowerCase(),
};

const binary: Comparison = {
  expects: "base64",
  accepts: (text) => Buffer.from(text, "base64").toString("base64") === text,
  takesVariables: false,
  matches: (value, policyValue) => Buffer.from(value, "base64").equals(Buffer.from(textOf(policyValue), "base64")),
};

const ipAddress: Comparison = {
  expects: "an IP address or a CIDR block",
  accepts: (text) => addressRange(text) !== undefined,
  takesVariables: false,
  matches: (value, policyValue) => {
    const range = addressRange(textOf(policyValue));
    return range !== undefined && isInRange(range, value);
  },
};

const arn: Comparison = {
  expects: "an ARN with six sections, or *",
  accepts: (text) => text === "*" || text.split(":").length >= 6,
  takesVariables: true,
  matches: (value, policyValue) => matchesArn(policyValue, value),
};

const equal = string((value, policyValue) => value === textOf(policyValue));
const equalIgnoringCase = string((value, policyValue) => value.toLowerCase() === textOf(policyValue).toLowerCase());
const like = string((value, policyValue) => matchesPattern(policyValue, value));
const same: Compare = (left, right) => left === right;

const is = (comparison: Comparison): Operator => ({ ...comparison, negated: false });
const isNot = (comparison: Comparison): Operator => ({ ...comparison, negated: true });

const ordering = (prefix: string, of: (compare: Compare) => Comparison): [string, Operator][] => [
  [`${prefix}Equals`, is(of(same))],
  [`${prefix}NotEquals`, isNot(of(same))],
  [`${prefix}LessThan`, is(of((left, right) => left < right))],
  [`${prefix}LessThanEquals`, is(of((left, right) => left <= right))],
  [`${prefix}GreaterThan`, is(of((left, right) => left > right))],
  [`${prefix}GreaterThanEquals`, is(of((left, right) => left >= right))],
];

const operators: ReadonlyMap<string, Operator> = new Map([
  ["StringEquals", is(equal)],
  ["StringNotEquals", isNot(equal)],
  ["StringEqualsIgnoreCase", is(equalIgnoringCase)],
  ["StringNotEqualsIgnoreCase", isNot(equalIgnoringCase)],
  ["StringLike", is(like)],
  ["StringNotLike", isNot(like)],
  ...ordering("Numeric", numeric),
  ...ordering("Date", date),
  ["Bool", is(bool)],
  ["BinaryEquals", is(binary)],
  ["IpAddress", is(ipAddress)],
  ["NotIpAddress", isNot(ipAddress)],
  ["ArnEquals", is(arn)],
  ["ArnLike", is(arn)],
  ["ArnNotEquals", isNot(arn)],
  ["ArnNotLike", isNot(arn)],
]);

/** All operators that a policy may name, apart from `Null` and the decorations `ForAllValues:`, `ForAnyValue:`, `…IfExists`. */
export const operatorNames: readonly string[] = [...operators.keys()];

export type Test =
  | { readonly kind: "null" }
  | {
      readonly kind: "compare";
      readonly operator: Operator;
      readonly quantifier: "ForAllValues" | "ForAnyValue" | undefined;
      readonly ifExists: boolean;
    };

/** Reads an operator with its decorations, e.g. `ForAnyValue:StringLikeIfExists`. Throws PolicyError for one that does not exist. */
export const readOperator = (name: string): Test => {
  if (name === "Null") return { kind: "null" };
  const [, quantifier, bare = "", ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const operator = operators.get(bare);
  if (!operator) {
    throw new PolicyError(
      `condition operator "${name}" is unknown, expected Null or one of ${operatorNames.join(", ")}`,
    );
  }
  return {
    kind: "compare",
    operator,
    quantifier: quantifier === "ForAllValues" || quantifier === "ForAnyValue" ? quantifier : undefined,
    ifExists: ifExists !== undefined,
  };
};

/** Throws PolicyError for a value that the operator cannot compare with, such as a date that is none. */
export const checkValue = (name: string, test: Test, value: string): void => {
  const accepted = test.kind === "null" ? /^(true|false)$/i.test(value) : test.operator.accepts(value);
  if (accepted) return;
  const expected = test.kind === "null" ? "true or false" : test.operator.expects;
  throw new PolicyError(`condition operator ${name} has the value "${value}", expected ${expected}`);
};

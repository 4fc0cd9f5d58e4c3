import { checkValue, type Operator, readOperator, type Test } from "./condition-operators.ts";
import { asList } from "./one-or-many.ts";
import { compile, type Pattern, type Variables } from "./pattern.ts";
import type { AccessRequest, Condition } from "./types.ts";

/** The request's condition keys in lower case: AWS compares key names without letter case. */
export type Context = ReadonlyMap<string, readonly string[]>;

/** The caller's keys, and those that follow from the rest of the request unless the caller gave them. */
export const contextOf = (request: AccessRequest, isService: boolean): Context => {
  const implied = {
    "aws:ResourceAccount": request.resourceAccount,
    "aws:PrincipalIsAWSService": String(isService),
    ...(isService
      ? {}
      : { "aws:PrincipalArn": request.principalArn, "aws:PrincipalAccount": request.principalAccount }),
  };
  const all = [...Object.entries(implied), ...Object.entries(request.context)];
  return new Map(all.map(([key, values]) => [key.toLowerCase(), asList(values)]));
};

/** Only a key with exactly one value can fill in a variable. */
export const variablesOf =
  (context: Context): Variables =>
  (name) => {
    const values = context.get(name.toLowerCase());
    return values?.length === 1 ? values[0] : undefined;
  };

const isAbsent = (values: readonly string[] | undefined): boolean => values === undefined || values.length === 0;

type Comparing = Extract<Test, { kind: "compare" }>;

/** Positive operators: one policy value matches (OR). Negated ones: none does (NOR). */
const holdsFor = (operator: Operator, patterns: readonly Pattern[], value: string): boolean =>
  patterns.some((pattern) => operator.matches(value, pattern)) !== operator.negated;

const compare = (test: Comparing, values: readonly string[], patterns: readonly Pattern[]): boolean => {
  const holds = (value: string) => holdsFor(test.operator, patterns, value);
  if (test.quantifier === "ForAllValues") return values.every(holds);
  if (test.quantifier === "ForAnyValue") return values.some(holds);
  // Without a set operator AWS documents single-valued keys only; with several values this is the cautious reading.
  return test.operator.negated ? values.every(holds) : values.some(holds);
};

const whenAbsent = (test: Comparing): boolean => {
  if (test.ifExists || test.quantifier === "ForAllValues") return true;
  return test.operator.negated && test.quantifier === undefined;
};

const isMet = (
  test: Test,
  values: readonly string[] | undefined,
  policyValues: readonly string[],
  variables: Variables | undefined,
): boolean => {
  if (test.kind === "null") return policyValues.some((value) => (value.toLowerCase() === "true") === isAbsent(values));
  // Set operators take a key whose values are all empty strings for an empty set.
  const present = test.quantifier && values?.every((value) => value === "") ? [] : (values ?? []);
  if (present.length === 0) return whenAbsent(test);
  const patterns = policyValues.map((value) => compile(value, test.operator.takesVariables ? variables : undefined));
  const resolved = patterns.filter((pattern) => pattern !== undefined);
  // A variable without a value makes the statement invalid: it must not turn "is none of these" into a match.
  if (test.operator.negated && resolved.length < patterns.length) return false;
  return compare(test, present, resolved);
};

/** Is every key of every operator met (AND)? Throws PolicyError for an unknown operator or an unusable value. */
export const conditionsMet = (
  condition: Condition | undefined,
  context: Context,
  variables: Variables | undefined,
): boolean =>
  Object.entries(condition ?? {}).every(([name, keys]) => {
    const test = readOperator(name);
    return Object.entries(keys).every(([key, policyValue]) => {
      const policyValues = asList(policyValue).map(String);
      for (const value of policyValues) checkValue(name, test, value);
      return isMet(test, context.get(key.toLowerCase()), policyValues, variables);
    });
  });

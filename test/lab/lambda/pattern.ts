import * as v from "valibot";

/**
 * Whether an event matches a filter pattern of an event source mapping, which is in EventBridge's language.
 * Source: Lambda Developer Guide, "Control which events Lambda sends to your function".
 * Throws for an operator that it does not know.
 */
export const matches = (pattern: unknown, event: unknown): boolean => {
  if (!isObject(pattern)) throw new Error(`A pattern has to be an object, found ${JSON.stringify(pattern)}.`);
  return Object.entries(pattern).every(([name, expected]) => {
    if (name === "$or") return v.parse(list, expected).some((branch) => matches(branch, event));
    const actual = isObject(event) ? event[name] : undefined;
    if (!Array.isArray(expected)) return asList(actual).some((item) => matches(expected, item));
    return asList(actual).some((value) => expected.some((expectation) => meets(expectation, value)));
  });
};

const list = v.array(v.unknown());

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Of a list of values, one has to match. */
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const meets = (expected: unknown, value: unknown): boolean => {
  if (!isObject(expected)) return expected === value;
  const [[operator, operand] = ["", undefined]] = Object.entries(expected);
  const operate = operators[operator];
  if (operate === undefined)
    throw new Error(`The lab does not know the pattern operator in ${JSON.stringify(expected)}.`);
  return operate(operand, value);
};

type Operator = (operand: unknown, value: unknown) => boolean;

const ofText =
  (test: (operand: string, value: string) => boolean): Operator =>
  (operand, value) =>
    typeof value === "string" && test(v.parse(v.string(), operand), value);

const operators: Readonly<Record<string, Operator>> = {
  exists: (operand, value) => (value !== undefined) === operand,
  prefix: ofText((operand, value) => value.startsWith(operand)),
  suffix: ofText((operand, value) => value.endsWith(operand)),
  "equals-ignore-case": ofText((operand, value) => value.toLowerCase() === operand.toLowerCase()),
  "anything-but": (operand, value) =>
    value !== undefined && !asList(operand).some((excluded) => meets(excluded, value)),
  numeric: (operand, value) => typeof value === "number" && comparisonsHold(v.parse(list, operand), value),
};

/** `[">", 0, "<=", 5]` */
const comparisonsHold = ([comparison, limit, ...others]: readonly unknown[], value: number): boolean => {
  const holds = comparisons[String(comparison)]?.(value, Number(limit));
  if (holds === undefined) throw new Error(`The lab does not know the numeric comparison ${String(comparison)}.`);
  return holds && (others.length === 0 || comparisonsHold(others, value));
};

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  "=": (value, limit) => value === limit,
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
};

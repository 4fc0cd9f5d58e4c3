/**
 * Whether an event matches a pattern of EventBridge's language, which event source mappings and SNS filter policies share.
 * Source: Lambda Developer Guide, "Control which events Lambda sends to your function"; SNS, "Filter policy constraints".
 * Throws for an operator that it does not know.
 */
export const matches = (pattern: unknown, event: unknown): boolean => {
  if (!isObject(pattern)) throw new Error(`A pattern has to be an object, found ${JSON.stringify(pattern)}.`);
  return Object.entries(pattern).every(([name, expected]) => {
    if (name === "$or") return (expected as readonly unknown[]).some((branch) => matches(branch, event));
    const actual = isObject(event) ? event[name] : undefined;
    return Array.isArray(expected) ? matchesOne(expected, actual) : matchesNested(expected, actual);
  });
};

/** Whether a value, or one of a list of values, meets one of the expectations. */
export const matchesOne = (expectations: readonly unknown[], actual: unknown): boolean => {
  const values = Array.isArray(actual) ? (actual as readonly unknown[]) : [actual];
  return expectations.some((expected) => values.some((value) => meets(expected, value)));
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const matchesNested = (pattern: unknown, actual: unknown): boolean =>
  Array.isArray(actual) ? actual.some((item) => matches(pattern, item)) : matches(pattern, actual);

const meets = (expected: unknown, value: unknown): boolean => {
  if (!isObject(expected)) return expected === value;
  const [[operator, operand] = ["", undefined]] = Object.entries(expected);
  const operate = operators[operator];
  if (operate === undefined)
    throw new Error(`The lab does not know the pattern operator ${operator || JSON.stringify(expected)}.`);
  return operate(operand, value);
};

type Operator = (operand: unknown, value: unknown) => boolean;

const ofText =
  (test: (operand: string, value: string) => boolean): Operator =>
  (operand, value) => {
    if (typeof value !== "string") return false;
    if (isObject(operand)) return test(String(operand["equals-ignore-case"]).toLowerCase(), value.toLowerCase());
    return test(operand as string, value);
  };

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const operators: Readonly<Record<string, Operator>> = {
  exists: (operand, value) => (value !== undefined) === operand,
  prefix: ofText((operand, value) => value.startsWith(operand)),
  suffix: ofText((operand, value) => value.endsWith(operand)),
  "equals-ignore-case": ofText((operand, value) => value.toLowerCase() === operand.toLowerCase()),
  wildcard: ofText((operand, value) => wildcard(operand).test(value)),
  "anything-but": (operand, value) =>
    value !== undefined && !asList(operand).some((excluded) => asList(excluded).some((item) => meets(item, value))),
  numeric: (operand, value) => typeof value === "number" && comparisonsHold(operand as readonly unknown[], value),
};

const wildcard = (text: string): RegExp => {
  const parts = text.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(".*")}$`, "s");
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

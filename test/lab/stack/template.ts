import * as v from "valibot";

const properties = v.record(v.string(), v.unknown());
const ifAny = { Condition: v.optional(v.string()) };

/** The part of a CloudFormation template that the lab reads. */
export const Template = v.object({
  Parameters: v.optional(v.record(v.string(), v.object({ Default: v.optional(v.unknown()) }))),
  Mappings: v.optional(v.record(v.string(), v.record(v.string(), properties))),
  Conditions: v.optional(properties),
  Resources: v.record(v.string(), v.object({ Type: v.string(), Properties: v.optional(properties), ...ifAny })),
  Outputs: v.optional(v.record(v.string(), v.object({ Value: v.unknown(), ...ifAny }))),
});
export type Template = v.InferOutput<typeof Template>;

/** What the intrinsic functions refer to. */
export interface Scope {
  readonly template: Template;
  /** Pseudo parameters (`AWS::Region`, …) and the stack's parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Physical ids by logical id: what `Ref` gives. */
  readonly physicalIds: ReadonlyMap<string, string>;
  /** What `Fn::GetAtt` gives. */
  readonly attribute: (logicalId: string, attribute: string) => string;
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/** The value of a template expression. Throws for an intrinsic function or a reference that it does not know. */
export const resolve = (value: unknown, scope: Scope): unknown => {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== noValue);
  if (typeof value !== "object" || value === null) return value;
  const [[name, argument] = [undefined, undefined], ...others] = Object.entries(value);
  if (name !== undefined && others.length === 0 && (name === "Ref" || name.startsWith("Fn::"))) {
    const intrinsic = intrinsics[name];
    if (intrinsic === undefined) throw new Error(`The lab cannot resolve ${name} in a template.`);
    return intrinsic(argument, scope);
  }
  return resolveAll(value, scope);
};

/** The same for the properties of a resource. */
export const resolveAll = (object: object, scope: Scope): Readonly<Record<string, unknown>> => {
  const entries = Object.entries(object).map(([key, item]) => [key, resolve(item, scope)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== noValue));
};

/** Whether a named condition of the template holds; a resource or output without one always exists. */
export const holds = (condition: string | undefined, scope: Scope): boolean => {
  if (condition === undefined) return true;
  const expression = scope.template.Conditions?.[condition];
  if (expression === undefined) throw new Error(`The template has no condition ${condition}.`);
  return test(expression, scope);
};

const noValue = Symbol("AWS::NoValue");

const ref = (name: string, scope: Scope): unknown => {
  if (name === "AWS::NoValue") return noValue;
  const found = scope.parameters[name] ?? scope.physicalIds.get(name) ?? scope.template.Parameters?.[name]?.Default;
  if (found === undefined) throw new Error(`The template refers to ${name}, which was not made.`);
  return found;
};

const getAtt = (argument: unknown, scope: Scope): string => {
  const path = typeof argument === "string" ? argument : v.parse(v.array(v.string()), argument).join(".");
  const dot = path.indexOf(".");
  return scope.attribute(path.slice(0, dot), path.slice(dot + 1));
};

const sub = (argument: unknown, scope: Scope): string => {
  const [text, variables] =
    typeof argument === "string" ? [argument, {}] : v.parse(v.tuple([v.string(), properties]), argument);
  return text.replaceAll(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
    if (literal === "!") return `\${${name}}`;
    if (name in variables) return String(resolve(variables[name], scope));
    return String(name.includes(".") ? getAtt(name, scope) : ref(name, scope));
  });
};

/** A condition is an intrinsic function or `{ Condition: name }`. */
const test = (expression: unknown, scope: Scope): boolean => {
  const named = v.safeParse(v.object({ Condition: v.string() }), expression);
  return named.success ? holds(named.output.Condition, scope) : resolve(expression, scope) === true;
};

const list = v.array(v.unknown());

/** An intrinsic function whose arguments are resolved, and of this form. */
const of =
  <S extends v.GenericSchema>(form: S, apply: (args: v.InferOutput<S>, scope: Scope) => unknown): Intrinsic =>
  (argument, scope) =>
    apply(v.parse(form, resolve(argument, scope)), scope);

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => ref(v.parse(v.string(), name), scope),
  "Fn::GetAtt": getAtt,
  "Fn::Sub": sub,
  "Fn::Join": of(v.tuple([v.string(), list]), ([separator, parts]) => parts.join(separator)),
  "Fn::Split": of(v.tuple([v.string(), v.string()]), ([separator, text]) => text.split(separator)),
  "Fn::Select": of(v.tuple([v.union([v.number(), v.string()]), list]), ([index, from]) => from[Number(index)]),
  "Fn::FindInMap": of(v.tuple([v.string(), v.string(), v.string()]), ([map, top, second], scope) =>
    resolve(scope.template.Mappings?.[map]?.[top]?.[second], scope),
  ),
  "Fn::If": (argument, scope) => {
    const [condition, yes, no] = v.parse(v.tuple([v.string(), v.unknown(), v.unknown()]), argument);
    return resolve(holds(condition, scope) ? yes : no, scope);
  },
  "Fn::Equals": of(v.tuple([v.unknown(), v.unknown()]), ([left, right]) => left === right),
  "Fn::Not": (argument, scope) => !v.parse(list, argument).some((part) => test(part, scope)),
  "Fn::And": (argument, scope) => v.parse(list, argument).every((part) => test(part, scope)),
  "Fn::Or": (argument, scope) => v.parse(list, argument).some((part) => test(part, scope)),
};

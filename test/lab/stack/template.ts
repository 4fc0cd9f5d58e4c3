/** The part of a CloudFormation template that the lab reads. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Condition?: string }>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

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
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0 && (name === "Ref" || name.startsWith("Fn::"))) {
    const intrinsic = intrinsics[name];
    if (intrinsic === undefined) throw new Error(`The lab cannot resolve ${name} in a template.`);
    return intrinsic((value as Record<string, unknown>)[name], scope);
  }
  const entries = Object.entries(value).map(([key, item]) => [key, resolve(item, scope)] as const);
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
  const path = typeof argument === "string" ? argument : (argument as readonly string[]).join(".");
  const dot = path.indexOf(".");
  return scope.attribute(path.slice(0, dot), path.slice(dot + 1));
};

const sub = (argument: unknown, scope: Scope): string => {
  const [text, variables] = (typeof argument === "string" ? [argument, {}] : argument) as [string, Record<string, unknown>];
  return text.replaceAll(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
    if (literal === "!") return `\${${name}}`;
    if (name in variables) return String(resolve(variables[name], scope));
    return String(name.includes(".") ? getAtt(name, scope) : ref(name, scope));
  });
};

/** A condition is an intrinsic function or `{ Condition: name }`. */
const test = (expression: unknown, scope: Scope): boolean => {
  const { Condition: named } = expression as { readonly Condition?: string };
  return named === undefined ? resolve(expression, scope) === true : holds(named, scope);
};

const resolved = (argument: unknown, scope: Scope): readonly unknown[] => resolve(argument, scope) as readonly unknown[];

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => ref(name as string, scope),
  "Fn::GetAtt": getAtt,
  "Fn::Sub": sub,
  "Fn::Join": (argument, scope) => {
    const [separator, parts] = resolved(argument, scope) as [string, readonly unknown[]];
    return parts.join(separator);
  },
  "Fn::Split": (argument, scope) => {
    const [separator, text] = resolved(argument, scope) as [string, string];
    return text.split(separator);
  },
  "Fn::Select": (argument, scope) => {
    const [index, list] = resolved(argument, scope) as [number | string, readonly unknown[]];
    return list[Number(index)];
  },
  "Fn::FindInMap": (argument, scope) => {
    const [map, top, second] = resolved(argument, scope) as [string, string, string];
    return resolve(scope.template.Mappings?.[map]?.[top]?.[second], scope);
  },
  "Fn::If": (argument, scope) => {
    const [condition, then, otherwise] = argument as [string, unknown, unknown];
    return resolve(holds(condition, scope) ? then : otherwise, scope);
  },
  "Fn::Equals": (argument, scope) => {
    const [left, right] = resolved(argument, scope);
    return left === right;
  },
  "Fn::Not": (argument, scope) => !test((argument as readonly unknown[])[0], scope),
  "Fn::And": (argument, scope) => (argument as readonly unknown[]).every((part) => test(part, scope)),
  "Fn::Or": (argument, scope) => (argument as readonly unknown[]).some((part) => test(part, scope)),
};

import { accountNamedBy } from "./arn.ts";
import { checkValue, readOperator } from "./condition-operators.ts";
import { asList } from "./one-or-many.ts";
import { PolicyError } from "./policy-error.ts";
import type { Statement } from "./types.ts";

/** What the policy is attached to: `identity` also for boundaries, session and service control policies. */
export type PolicyKind = "identity" | "resource" | "role trust";

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown, path: string) => void;

const elements = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];
const principalTypes = ["AWS", "Service", "Federated", "CanonicalUser"];

const fail = (path: string, found: unknown, expected: string): never => {
  throw new PolicyError(`${path} is ${found === undefined ? "missing" : JSON.stringify(found)}, expected ${expected}`);
};

const asObject = (value: unknown, path: string): Fields => {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  return fail(path, value, "an object");
};

/** One string or a list of strings, of a certain form. */
const strings =
  (form: RegExp, expected: string): Check =>
  (value, path) => {
    const list = asList(value);
    if (list.length === 0) fail(path, value, expected);
    for (const item of list) {
      if (typeof item !== "string" || !form.test(item)) fail(path, item, expected);
    }
  };

const principal: Check = (value, path) => {
  if (value === "*") return;
  if (typeof value !== "object") fail(path, value, `"*" or an object with ${principalTypes.join(", ")}`);
  const types = Object.entries(asObject(value, path));
  if (types.length === 0) fail(path, value, `at least one of ${principalTypes.join(", ")}`);
  for (const [type, names] of types) {
    if (!principalTypes.includes(type)) fail(`${path}.${type}`, names, `one of ${principalTypes.join(", ")}`);
    strings(/^(\*|[^*?]+)$/, "a whole name, or * alone: a principal cannot have wildcards in it")(
      names,
      `${path}.${type}`,
    );
    if (type !== "AWS") continue;
    for (const name of asList<unknown>(names).map(String)) {
      const isKnown = name === "*" || /^(arn:|A[A-Z0-9]{15,}$)/.test(name) || accountNamedBy(name) !== undefined;
      if (!isKnown) fail(`${path}.AWS`, name, "an ARN, a 12-digit account id, a unique id or *");
    }
  }
};

const condition: Check = (value, path) => {
  for (const [name, keys] of Object.entries(asObject(value, path))) {
    const test = readOperator(name);
    for (const [key, policyValue] of Object.entries(asObject(keys, `${path}.${name}`))) {
      for (const item of asList(policyValue)) {
        const isScalar = typeof item === "string" || typeof item === "boolean" || typeof item === "number";
        if (!isScalar) fail(`${path}.${name}.${key}`, item, "a string, a number, true or false");
        checkValue(`${name} of ${key}`, test, String(item));
      }
    }
  }
};

const checks: Readonly<Record<string, Check>> = {
  Sid: strings(/^[\w -]*$/, "letters and digits"),
  Principal: principal,
  NotPrincipal: principal,
  Action: strings(/^(\*+|[\w*?-]+:[\w*?-]+)$/, '"service:Action" or "*"'),
  NotAction: strings(/^(\*+|[\w*?-]+:[\w*?-]+)$/, '"service:Action" or "*"'),
  Resource: strings(/^(\*+|arn:.+)$/, "an ARN or *"),
  NotResource: strings(/^(\*+|arn:.+)$/, "an ARN or *"),
  Condition: condition,
};

/** How many of the two forms of an element each kind of policy has. */
const pairs = (kind: PolicyKind | undefined) => [
  { forms: ["Action", "NotAction"], least: 1, most: 1 },
  { forms: ["Resource", "NotResource"], least: kind === "identity" ? 1 : 0, most: kind === "role trust" ? 0 : 1 },
  {
    forms: ["Principal", "NotPrincipal"],
    least: kind === "resource" || kind === "role trust" ? 1 : 0,
    most: kind === "identity" ? 0 : 1,
  },
];

const checkForms = (fields: Fields, path: string, kind: PolicyKind | undefined): void => {
  for (const { forms, least, most } of pairs(kind)) {
    const found = forms.filter((form) => fields[form] !== undefined);
    if (found.length >= least && found.length <= most) continue;
    const expected = most === 0 ? "neither" : `${least === 0 ? "at most" : "exactly"} one of them`;
    const policy = kind === undefined ? "" : ` in this kind of policy (${kind})`;
    throw new PolicyError(
      `${path} has ${found.join(" and ") || `no ${forms.join(" or ")}`}, expected ${expected}${policy}`,
    );
  }
};

/** Checks one statement. Throws PolicyError naming the element by `path`. */
export const checkStatement = (value: unknown, path: string, kind: PolicyKind | undefined): Statement => {
  const fields = asObject(value, path);
  const { Effect: effect } = fields;
  if (effect !== "Allow" && effect !== "Deny") return fail(`${path}.Effect`, effect, '"Allow" or "Deny"');
  for (const key of Object.keys(fields)) {
    if (!elements.includes(key))
      throw new PolicyError(`${path} has the element "${key}", expected ${elements.join(", ")}`);
  }
  checkForms(fields, path, kind);
  for (const [element, check] of Object.entries(checks)) {
    if (fields[element] !== undefined) check(fields[element], `${path}.${element}`);
  }
  return { ...fields, Effect: effect };
};

import * as fc from "fast-check";

/** A user of account 123456789012 calls an action on a resource. */
export interface Case {
  readonly policies: readonly object[];
  readonly action: string;
  readonly resource: string;
  /** Values of condition keys. */
  readonly context: Readonly<Record<string, string>>;
}

const accounts = ["123456789012", "210987654321"];
/** The last two are no names of streams, but are what patterns can be about. */
const names = ["orders", "payments", "ana", "ana-orders", "a?b$c", "${aws:username}"];
const ids = ["1234abcd-12ab-34cd-56ef-1234567890ab", "mrk-0987dcba09fe87dc65ba43210987dcba"];
const arns = (service: string, resources: readonly string[]) =>
  accounts.flatMap((account) => resources.map((resource) => `arn:aws:${service}:us-east-1:${account}:${resource}`));
const streams = names.map((name) => `stream/${name}`);

/** Resources by what IAM's reference calls their kind. */
export const examples: Readonly<Record<string, readonly string[]>> = {
  stream: arns("kinesis", streams),
  consumer: arns(
    "kinesis",
    streams.map((stream) => `${stream}/consumer/reader:1700000000`),
  ),
  key: arns(
    "kms",
    ids.map((id) => `key/${id}`),
  ),
};
const everyArn = Object.values(examples).flat();

/** An action, and what it can be called on: `*` if it knows no resources. */
export interface Callable {
  readonly action: string;
  readonly resources: readonly string[];
}

const oneOrMany = <T>(item: fc.Arbitrary<T>) => fc.oneof(item, fc.array(item, { minLength: 1, maxLength: 3 }));

/** A text with wildcards that still fit it, wherever. */
const wildcarded = (text: string): fc.Arbitrary<string> =>
  fc.tuple(fc.nat(text.length), fc.nat(text.length), fc.constantFrom("*", "?", "both")).map(([one, other, how]) => {
    const [from, to] = [Math.min(one, other), Math.max(one, other)];
    if (how === "*") return `${text.slice(0, from)}*${text.slice(to)}`;
    const marked = `${text.slice(0, from)}${from < text.length ? "?" : ""}${text.slice(from + 1)}`;
    return how === "?" || to <= from ? marked : `${marked.slice(0, to)}*`;
  });

const anyCase = (text: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(text, text.toLowerCase(), text.toUpperCase()),
    fc
      .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
      .map((upper) =>
        Array.from(text, (letter, at) => (upper[at] ? letter.toUpperCase() : letter.toLowerCase())).join(""),
      ),
  );

/** A value of `Action`: the service has no wildcards, which IAM does not accept. */
const actionLike = (action: string): fc.Arbitrary<string> => {
  const [service = "", name = ""] = action.split(":");
  const after = fc.oneof(fc.constantFrom(name, "*"), wildcarded(name));
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant("*") },
    { weight: 9, arbitrary: after.chain((one) => anyCase(`${service}:${one}`)) },
  );
};

/** All of them have a value in every request. */
const variables = [
  "${aws:username}",
  "${aws:username}-orders",
  "*${AWS:UserName}?*",
  "${aws:PrincipalTag/team, 'orders'}*",
  "a${*}b$c",
  "a${?}b${$}?",
];

/** A value of `Resource`, with all six parts of an ARN and its kind of resource spelt out, unless it is all `*` that is there. */
const resourceLike = (arn: string): fc.Arbitrary<string> => {
  const [, , service = "", region = "", account = "", ...rest] = arn.split(":");
  const [kind, name = ""] = rest.join(":").split(/(?<=^[a-z]+)\//);
  const inside = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(`${kind}/${name}`, `${kind}/*`, "*") },
    { weight: name.includes("${") ? 0 : 4, arbitrary: wildcarded(name).map((one) => `${kind}/${one}`) },
    { weight: 3, arbitrary: fc.constantFrom(...variables).map((one) => `${kind}/${one}`) },
  );
  const part = (text: string) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant(text) },
      { weight: 1, arbitrary: fc.constant("*") },
      { weight: 1, arbitrary: wildcarded(text) },
    );
  return fc
    .tuple(part("aws"), fc.constant(service), part(region), part(account), inside)
    .map((parts) => `arn:${parts.join(":")}`);
};

const teams = fc.constantFrom("red", "blue", "ana");
const team = fc.constantFrom("aws:PrincipalTag/team", "AWS:principaltag/Team");
const mfa = fc.constantFrom("aws:MultiFactorAuthPresent", "aws:multifactorauthpresent");
const test = (operators: readonly string[], key: fc.Arbitrary<string>, values: fc.Arbitrary<unknown>) =>
  fc
    .tuple(fc.constantFrom(...operators), key, values)
    .map(([operator, name, value]) => ({ [operator]: { [name]: value } }));

const conditionOf = (withVariables: boolean) => {
  const tests = fc.oneof(
    test(["StringEquals", "StringNotEquals", "StringEqualsIfExists"], team, oneOrMany(teams)),
    test(["StringLike", "StringNotLike"], team, oneOrMany(fc.constantFrom("r*", "?lue", "*a*", "red"))),
    test(["Bool", "BoolIfExists"], mfa, fc.constantFrom("true", "false", true, false)),
    test(["Null"], team, fc.constantFrom("true", "false", true, false)),
    ...(withVariables ? [test(["StringEquals", "StringLike"], team, fc.constant("${aws:username}"))] : []),
  );
  return fc.array(tests, { minLength: 1, maxLength: 2 }).map((all): object => Object.assign({}, ...all));
};

const statement = (callable: readonly Callable[], { action, resource }: Case, withVariables: boolean) => {
  const named = fc.oneof(
    { weight: 5, arbitrary: fc.constant(action) },
    { weight: 1, arbitrary: fc.constantFrom(...callable.map((one) => one.action)) },
  );
  const actions = oneOrMany(named.chain(actionLike));
  const meant = fc.oneof(
    { weight: resource === "*" ? 0 : 5, arbitrary: fc.constant(resource) },
    { weight: 2, arbitrary: fc.constantFrom(...everyArn) },
  );
  const resources = oneOrMany(
    fc.oneof({ weight: 1, arbitrary: fc.constant("*") }, { weight: 4, arbitrary: meant.chain(resourceLike) }),
  );
  const oneOf = <E extends string>(element: E, values: fc.Arbitrary<unknown>) =>
    fc.tuple(fc.constantFrom("", "", "", "Not"), values).map(([not, value]) => ({ [not + element]: value }));
  return fc
    .tuple(
      fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
      oneOf("Action", actions),
      oneOf("Resource", resources),
      fc.option(conditionOf(withVariables), { nil: undefined, freq: 1 }),
    )
    .map(([Effect, one, other, Condition]) => ({ Effect, ...one, ...other, ...(Condition && { Condition }) }));
};

const policy = (callable: readonly Callable[], asked: Case) =>
  fc
    .constantFrom(
      ["2012-10-17", true] as const,
      ["2012-10-17", true] as const,
      ["2008-10-17", false] as const,
      [undefined, false] as const,
    )
    .chain(([Version, inConditions]) =>
      fc
        .array(statement(callable, asked, inConditions), { minLength: 1, maxLength: 3 })
        .map((Statement) => ({ ...(Version && { Version }), Statement })),
    );

const context = fc.record(
  {
    "aws:username": fc.constantFrom("ana", "orders"),
    "aws:PrincipalTag/team": teams,
    "aws:MultiFactorAuthPresent": fc.constantFrom("true", "false"),
  },
  { requiredKeys: ["aws:username"] },
);

/** Calls of these actions, by somebody whose policies are mostly about just this call. */
export const cases = (callable: readonly Callable[]): fc.Arbitrary<Case> =>
  fc
    .tuple(fc.constantFrom(...callable), context)
    .chain(([{ action, resources }, values]) =>
      fc.constantFrom(...resources).map((resource): Case => ({ policies: [], action, resource, context: values })),
    )
    .chain((asked) =>
      fc
        .array(policy(callable, asked), { minLength: 1, maxLength: 2 })
        .map((policies): Case => ({ ...asked, policies })),
    );

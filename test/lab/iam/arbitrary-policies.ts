// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this.
import * as fc from "fast-check";
import { operatorNames } from "./condition-operators.ts";
import { account, byFederatedUser, byRole, byRoot, byService, byUser, otherAccount } from "./example-requests.ts";
import type { AccessRequest, Policies, Policy, Statement } from "./types.ts";

const oneOrMany = <T>(item: fc.Arbitrary<T>) => fc.oneof(item, fc.array(item, { minLength: 1, maxLength: 3 }));

const action = oneOrMany(
  fc.constantFrom("*", "kinesis:*", "kinesis:Stop*", "kms:Decrypt", "KINESIS:stopstreamencryption"),
);
const stream = `arn:aws:kinesis:us-east-1:${account}:stream/orders`;
const resource = oneOrMany(
  fc.constantFrom(
    "*",
    stream,
    "arn:aws:kinesis:*:*:stream/*",
    "arn:aws:s3:::${aws:username}",
    "arn:aws:kinesis:*:*:stream/${aws:username}",
  ),
);
const principal = fc.oneof(
  fc.constant<"*">("*"),
  fc.record({
    AWS: oneOrMany(
      fc.constantFrom(
        "*",
        account,
        otherAccount,
        `arn:aws:iam::${account}:root`,
        `arn:aws:iam::${account}:user/orders`,
        `arn:aws:iam::${account}:role/orders`,
        `arn:aws:sts::${account}:assumed-role/orders/session`,
        `arn:aws:sts::${account}:federated-user/orders`,
      ),
    ),
  }),
  fc.record({ Service: fc.constantFrom("events.amazonaws.com", "sns.amazonaws.com") }),
);

const valueFor = (operator: string) => {
  if (operator.includes("Ip")) return fc.constantFrom("10.0.0.0/8", "2001:db8::/32");
  if (operator.startsWith("Date")) return fc.constantFrom("2026-01-01T00:00:00Z", "1700000000");
  if (operator.startsWith("Numeric")) return fc.constantFrom("1", "10.5");
  if (operator.startsWith("Arn"))
    return fc.constantFrom("arn:aws:iam::*:user/*", `arn:aws:iam::${account}:role/orders`);
  if (operator.startsWith("Binary")) return fc.constant("eA==");
  return operator === "Bool"
    ? fc.constantFrom("true", "false")
    : fc.constantFrom("orders", "*", "${aws:username}", "a*");
};
const keys = [
  "aws:username",
  "aws:TokenIssueTime",
  "aws:SourceIp",
  "aws:PrincipalArn",
  "aws:SecureTransport",
  "aws:TagKeys",
];
const key = fc.constantFrom(...keys);
const condition = fc
  .tuple(
    fc.constantFrom("", "ForAllValues:", "ForAnyValue:"),
    fc.constantFrom(...operatorNames),
    fc.constantFrom("", "IfExists"),
  )
  .chain(([quantifier, operator, suffix]) =>
    fc
      .tuple(key, oneOrMany(valueFor(operator)))
      .map(([name, value]) => ({ [quantifier + operator + suffix]: { [name]: value } })),
  );

const elements = (hasPrincipal: boolean) =>
  fc.tuple(
    fc.oneof(
      action.map((Action) => ({ Action })),
      action.map((NotAction) => ({ NotAction })),
    ),
    fc.oneof(
      resource.map((Resource) => ({ Resource })),
      resource.map((NotResource) => ({ NotResource })),
    ),
    hasPrincipal
      ? fc.oneof(
          principal.map((Principal) => ({ Principal })),
          principal.map((NotPrincipal) => ({ NotPrincipal })),
        )
      : fc.constant({}),
    fc.option(
      condition.map((Condition) => ({ Condition })),
      { nil: {} },
    ),
  );
/** A well-formed statement; with a principal, one for a resource policy. */
export const statement = (effect: fc.Arbitrary<Statement["Effect"]>, hasPrincipal = false): fc.Arbitrary<Statement> =>
  fc.tuple(effect, elements(hasPrincipal)).map(([Effect, parts]) => Object.assign({ Effect }, ...parts));

export const effect = fc.constantFrom<Statement["Effect"]>("Allow", "Allow", "Deny");
export const policyOf = (item: fc.Arbitrary<Statement>): fc.Arbitrary<Policy> =>
  fc.record({ Version: fc.constant("2012-10-17"), Statement: fc.array(item, { minLength: 1, maxLength: 3 }) });
const identityPolicies = fc.array(policyOf(statement(effect)), { maxLength: 2 });

const mixedPolicies: fc.Arbitrary<Policies> = fc.record(
  {
    identity: identityPolicies,
    boundary: policyOf(statement(effect)),
    session: identityPolicies,
    resource: policyOf(statement(effect, true)),
    organization: fc.array(identityPolicies, { maxLength: 2 }),
  },
  { requiredKeys: ["identity"] },
);

const everything: Policy = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } };

/** Half of the time nothing but the limits can refuse: otherwise nearly every example would be a denial. */
export const policies = fc
  .tuple(mixedPolicies, fc.boolean())
  .map(([all, isOpen]): Policies => (isOpen ? { identity: [everything, ...all.identity] } : all));

const context = fc.dictionary(
  key,
  oneOrMany(
    fc.constantFrom("orders", "true", "10.1.2.3", "2025-05-05T05:05:05Z", "", `arn:aws:iam::${account}:role/orders`),
  ),
);
/** A call by every kind of caller, from the resources' account and from another one. */
export const request: fc.Arbitrary<AccessRequest> = fc
  .tuple(
    fc.constantFrom("kinesis:StopStreamEncryption", "kms:Decrypt"),
    fc.array(fc.constantFrom("*", stream, "arn:aws:s3:::orders"), { maxLength: 2 }),
    context,
    fc.nat(6),
  )
  .map(([name, resources, values, who]) => {
    const change = { action: name, resources, context: values };
    const callers = [
      byUser("orders", change),
      byUser("orders", change, otherAccount),
      byRole("orders", change),
      byRole("orders", change, otherAccount),
      byFederatedUser("orders", change),
      byRoot(change),
      byService("events.amazonaws.com", change),
    ];
    return callers[who] ?? byRoot(change);
  });
export const options = fc.record({ mustBeAllowedByResourcePolicy: fc.boolean() });

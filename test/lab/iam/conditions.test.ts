// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { operatorNames } from "./condition-operators.ts";
import { conditionsMet, contextOf, variablesOf } from "./conditions.ts";
import { byRole, byUser } from "./example-requests.ts";
import { PolicyError } from "./policy-error.ts";
import type { AccessRequest, Condition } from "./types.ts";

const met = (condition: Condition, context: AccessRequest["context"] = {}): boolean => {
  const keys = contextOf(byRole("reader", { context }), false);
  return conditionsMet(condition, keys, variablesOf(keys));
};

type Row = readonly [
  operator: string,
  policyValue: string | string[],
  value: string | string[] | undefined,
  met: boolean,
];

const table = (rows: readonly Row[]) => {
  test.each(rows)("%s %j, request has %j: %s", (operator, policyValue, value, expected) => {
    expect(met({ [operator]: { "test:key": policyValue } }, value === undefined ? {} : { "test:key": value })).toBe(
      expected,
    );
  });
};

describe("strings", () => {
  table([
    ["StringEquals", "a", "a", true],
    ["StringEquals", "a", "A", false],
    ["StringEquals", "a*", "abc", false],
    ["StringEquals", "a${*}", "a*", true],
    ["StringEquals", ["a", "b"], "b", true],
    ["StringNotEquals", "a", "b", true],
    ["StringNotEquals", ["a", "b"], "b", false],
    ["StringEqualsIgnoreCase", "AbC", "aBc", true],
    ["StringNotEqualsIgnoreCase", "AbC", "aBc", false],
    ["StringLike", "AROA*:attacker", "AROAEXAMPLE:attacker", true],
    ["StringLike", "AROA*:attacker", "AROAEXAMPLE:deploy", false],
    ["StringLike", "t?.micro", "t2.micro", true],
    ["StringNotLike", ["t1.*", "t2.*"], "t2.micro", false],
    ["StringNotLike", ["t1.*", "t2.*"], "m5.large", true],
    ["StringLike", ["", "home/"], "", true],
  ]);
});

describe("numbers, dates and booleans", () => {
  table([
    ["NumericEquals", "10", "10.0", true],
    ["NumericNotEquals", "10", "11", true],
    ["NumericLessThan", "10", "9", true],
    ["NumericLessThan", "10", "10", false],
    ["NumericLessThanEquals", "10", "10", true],
    ["NumericGreaterThan", "10", "9", false],
    ["NumericGreaterThanEquals", "10", "10", true],
    ["NumericEquals", "10", "ten", false],
    ["DateLessThan", "2026-11-22T10:00:00.000Z", "2026-11-22T09:59:59Z", true],
    ["DateLessThan", "2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z", false],
    ["DateLessThan", "2026-11-22T10:00:00+02:00", "2026-11-22T08:30:00Z", false],
    ["DateLessThanEquals", "2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z", true],
    ["DateGreaterThan", "2020-01-01T00:00:01Z", "2019-12-31T23:59:59Z", false],
    ["DateGreaterThanEquals", "1577836800", "2020-01-01T00:00:00Z", true],
    ["DateEquals", "1577836800", "2020-01-01T00:00:00Z", true],
    ["DateEquals", "2020", "2020-01-01T00:00:00Z", true],
    ["DateNotEquals", "2020-01", "2020-01-01T00:00:00Z", false],
    ["Bool", "true", "true", true],
    ["Bool", "False", "false", true],
    ["Bool", "true", "false", false],
  ]);

  test("numbers and booleans may be written without quotes", () => {
    expect(met({ Bool: { "aws:SecureTransport": true } })).toBe(true);
    expect(met({ NumericLessThanEquals: { "s3:max-keys": 10 } }, { "s3:max-keys": "10" })).toBe(true);
  });
});

describe("binary values, addresses and ARNs", () => {
  table([
    ["BinaryEquals", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", true],
    ["BinaryEquals", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", "QmluYXJ5", false],
    ["IpAddress", "203.0.113.0/24", "203.0.113.255", true],
    ["IpAddress", "203.0.113.0/24", "203.0.114.0", false],
    ["IpAddress", "203.0.113.7", "203.0.113.7", true],
    ["IpAddress", "203.0.113.7", "203.0.113.8", false],
    ["IpAddress", "0.0.0.0/0", "198.51.100.1", true],
    ["IpAddress", ["203.0.113.0/24", "2001:DB8:1234:5678::/64"], "2001:db8:1234:5678::1", true],
    ["IpAddress", ["203.0.113.0/24", "2001:DB8:1234:5678::/64"], "2001:db8:1234:5679::1", false],
    ["IpAddress", "0.0.0.0/0", "cloudformation.amazonaws.com", false],
    ["NotIpAddress", ["192.0.2.0/24", "203.0.113.0/24"], "203.0.113.1", false],
    ["NotIpAddress", ["192.0.2.0/24", "203.0.113.0/24"], "198.51.100.1", true],
    ["ArnEquals", "arn:aws:sns:*:123456789012:TOPIC-ID", "arn:aws:sns:us-east-1:123456789012:TOPIC-ID", true],
    ["ArnLike", "arn:aws:iam::*:role/Ops*", "arn:aws:iam::111122223333:role/OpsLead", true],
    ["ArnNotLike", "arn:aws:iam::*:role/Ops*", "arn:aws:iam::111122223333:role/OpsLead", false],
    ["ArnNotEquals", "arn:aws:iam::*:role/Ops*", "arn:aws:iam::111122223333:role/Dev", true],
  ]);
});

describe("a key that the request does not have", () => {
  table([
    ["StringEquals", "a", undefined, false],
    ["StringNotEquals", "a", undefined, true],
    ["DateLessThan", "2026-11-22T10:00:00Z", undefined, false],
    ["Bool", "false", undefined, false],
    ["ArnNotLike", "arn:aws:iam::*:role/Ops*", undefined, true],
    ["NotIpAddress", "192.0.2.0/24", undefined, true],
    ["StringEqualsIfExists", "a", undefined, true],
    ["StringEqualsIfExists", "a", "b", false],
    ["BoolIfExists", "false", undefined, true],
    ["StringNotEqualsIfExists", "a", undefined, true],
    ["StringNotEqualsIfExists", "a", "a", false],
    ["Null", "true", undefined, true],
    ["Null", "false", undefined, false],
    ["Null", "true", "x", false],
    ["Null", "false", "x", true],
    ["ForAllValues:StringEquals", "a", undefined, true],
    ["ForAnyValue:StringEquals", "a", undefined, false],
    ["ForAnyValue:StringNotEquals", "a", undefined, false],
    ["ForAnyValue:StringEqualsIfExists", "a", undefined, true],
  ]);
});

describe("keys with several values", () => {
  const wanted = ["PostDateTime", "Message", "Tags"];
  table([
    // IAM User Guide, "Creating a condition with multiple keys or values": the DynamoDB attributes.
    ["ForAllValues:StringLike", wanted, ["PostDateTime", "Message"], true],
    ["ForAllValues:StringLike", wanted, ["PostDateTime", "UserName"], false],
    ["ForAnyValue:StringLike", ["ID", "PostDateTime"], ["UserName", "Message", "PostDateTime"], true],
    ["ForAnyValue:StringLike", ["ID", "PostDateTime"], ["UserName"], false],
    ["ForAllValues:StringEquals", wanted, "", true],
    ["ForAnyValue:StringEquals", wanted, "", false],
    ["ForAllValues:StringNotEquals", ["a", "b"], ["c", "a"], false],
    ["ForAllValues:StringNotEquals", ["a", "b"], ["c", "d"], true],
    ["ForAnyValue:StringNotEquals", ["a", "b"], ["c", "a"], true],
    ["ForAnyValue:StringNotEquals", ["a", "b"], ["b", "a"], false],
    ["Null", "true", [], true],
    ["StringEquals", "a", ["a", "b"], true],
    ["StringNotEquals", "a", ["a", "b"], false],
  ]);
});

test("several operators and several keys must all be met", () => {
  const condition: Condition = {
    StringEquals: { "aws:PrincipalTag/department": ["finance", "hr"], "aws:PrincipalTag/role": "audit" },
    ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" },
  };
  expect(met(condition, { "aws:PrincipalTag/department": "hr", "aws:PrincipalTag/role": "audit" })).toBe(true);
  expect(met(condition, { "aws:PrincipalTag/department": "hr" })).toBe(false);
  expect(met(condition, { "aws:PrincipalTag/department": "it", "aws:PrincipalTag/role": "audit" })).toBe(false);
});

test("key names are compared without letter case, in conditions and in variables", () => {
  expect(met({ StringLike: { "AWS:UserID": "aroaexample*" } }, { "aws:userid": "aroaexample:x" })).toBe(true);
  expect(
    met(
      { StringEquals: { "s3:prefix": "home/${AWS:userName}/" } },
      { "aws:UserName": "bob", "S3:Prefix": "home/bob/" },
    ),
  ).toBe(true);
});

test("a variable without a value never makes a condition true", () => {
  expect(met({ StringLike: { "s3:prefix": ["${aws:username}/*"] } }, { "s3:prefix": "${aws:username}/x" })).toBe(false);
  expect(met({ StringNotLike: { "s3:prefix": ["${aws:username}/*"] } }, { "s3:prefix": "x" })).toBe(false);
});

test("a key with several values cannot fill in a variable", () => {
  const context = { "aws:TagKeys": ["a", "b"], "test:key": "a" };
  expect(met({ StringEquals: { "test:key": "${aws:TagKeys}" } }, context)).toBe(false);
});

test("the caller and the accounts are known as condition keys without being given", () => {
  const keys = contextOf(byUser("bob"), false);
  const condition = {
    ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:user/bob" },
    StringEquals: { "aws:PrincipalAccount": "111122223333", "aws:ResourceAccount": "111122223333" },
  };
  expect(conditionsMet(condition, keys, variablesOf(keys))).toBe(true);
});

test.each(["StringEqual", "stringequals", "ForSomeValues:StringEquals", "NullIfExists", "constructor", ""])(
  "the operator %j is refused by name",
  (operator) => {
    expect(() => met({ [operator]: { "test:key": "a" } })).toThrow(PolicyError);
    expect(() => met({ [operator]: { "test:key": "a" } })).toThrow(`condition operator "${operator}" is unknown`);
  },
);

test.each([
  ["DateLessThan", "yesterday", "a date"],
  ["DateLessThan", "2026-11-22T10:00:00", "a date"],
  ["DateLessThan", "2026-13-01", "a date"],
  ["NumericEquals", "ten", "a number"],
  ["Bool", "yes", "true or false"],
  ["IpAddress", "203.0.113.0/33", "an IP address"],
  ["IpAddress", "300.0.0.1", "an IP address"],
  ["ArnLike", "arn:aws:iam", "an ARN"],
  ["BinaryEquals", "!", "base64"],
  ["Null", "maybe", "true or false"],
])("%s cannot compare with %j", (operator, value, expected) => {
  expect(() => met({ [operator]: { "test:key": value } })).toThrow(`has the value "${value}", expected ${expected}`);
});

const samples: Record<string, string> = {
  N: "5",
  D: "2026-01-01T00:00:00Z",
  B: "true",
  I: "10.0.0.0/8",
  A: "arn:aws:s3:::x",
  S: "x",
};
const sampleFor = (operator: string) => {
  if (operator === "BinaryEquals") return "eA==";
  return operator === "NotIpAddress" ? "10.0.0.0/8" : (samples[operator.charAt(0)] ?? "x");
};

test("a negated operator is met exactly when its positive twin is not, whatever the values", () => {
  const negated = operatorNames.filter((name) => name.includes("Not"));
  expect(negated).toHaveLength(8);
  fc.assert(
    fc.property(fc.constantFrom(...negated), fc.option(fc.string(), { nil: undefined }), (name, value) => {
      const context = value === undefined ? {} : { "test:key": value };
      const policyValue = sampleFor(name);
      const negative = met({ [name]: { "test:key": policyValue } }, context);
      expect(negative).toBe(!met({ [name.replace("Not", "")]: { "test:key": policyValue } }, context));
    }),
  );
});

test("every operator can be asked with every decoration", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...operatorNames),
      fc.constantFrom("", "ForAllValues:", "ForAnyValue:"),
      fc.constantFrom("", "IfExists"),
      fc.array(fc.string(), { maxLength: 3 }),
      (name, quantifier, suffix, values) => {
        const condition = { [`${quantifier}${name}${suffix}`]: { "test:key": sampleFor(name) } };
        expect([true, false]).toContain(met(condition, { "test:key": values }));
        fc.pre(suffix !== "");
        expect(met(condition)).toBe(true);
      },
    ),
  );
});

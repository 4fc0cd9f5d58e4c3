import { describe, expect, test } from "vitest";
import type { AllowedPrincipals } from "../../../shared/policy/allowed.ts";
import { readPolicy } from "../../../shared/policy/read-policy.ts";
import { deletedIn, strangersIn } from "../../../shared/policy/strangers.ts";
import { allowed, own, partner, stranger, vendor } from "./example-allowed.ts";

const share = { Sid: "share", Effect: "Allow", Action: "kinesis:GetRecords", Resource: "*" };

const read = (...statements: readonly object[]) => {
  const policy = readPolicy(JSON.stringify({ Version: "2012-10-17", Statement: statements }));
  if (policy.kind === "unreadable") throw new Error(policy.reason);
  return policy;
};

/** Whom the policy admits who is not allowed. */
const found = (statement: object, by: AllowedPrincipals = allowed): readonly (string | undefined)[] =>
  strangersIn(read({ ...share, ...statement }), by).map(({ name }) => name?.value);

const admitting = (name: string, condition?: object, by?: AllowedPrincipals) =>
  found({ Principal: { AWS: name }, ...(condition && { Condition: condition }) }, by);

describe("of AWS principals, allowed is", () => {
  test.each([
    ["the own account", own],
    ["its root, which stands for all of it", `arn:aws:iam::${own}:root`],
    ["a role in it", `arn:aws:iam::${own}:role/orders`],
    ["a user in it", `arn:aws:iam::${own}:user/team/orders`],
    ["a session in it", `arn:aws:sts::${own}:assumed-role/orders/session`],
    ["a federated user in it", `arn:aws:sts::${own}:federated-user/bob`],
    ["an allowed account", partner],
    ["an allowed account's root", `arn:aws:iam::${partner}:root`],
    ["a role in an allowed account", `arn:aws:iam::${partner}:role/orders`],
    ["a role that is listed", `arn:aws:iam::${vendor}:role/path/reader`],
    ["a session of a role that is listed", `arn:aws:sts::${vendor}:assumed-role/reader/today`],
    ["a role that a pattern covers", `arn:aws:iam::${vendor}:role/team/a/b`],
    ["roles of an allowed account by a wildcard, if there were any", `arn:aws:iam::${own}:role/*`],
    ["roles by a wildcard that a pattern covers", `arn:aws:iam::${vendor}:role/team/a*`],
  ])("%s: %s", (_, name) => {
    expect(admitting(name)).toStrictEqual([]);
  });
});

describe("of AWS principals, a stranger is", () => {
  test.each([
    ["another account", stranger],
    ["its root", `arn:aws:iam::${stranger}:root`],
    ["a role in it", `arn:aws:iam::${stranger}:role/orders`],
    ["everybody", "*"],
    ["an account of which only roles are allowed", vendor],
    ["that account's root", `arn:aws:iam::${vendor}:root`],
    ["another role in it", `arn:aws:iam::${vendor}:role/writer`],
    ["a role of the same name under another path", `arn:aws:iam::${vendor}:role/reader`],
    ["a role whose name only begins alike", `arn:aws:iam::${vendor}:role/path/reader2`],
    ["a session of another role", `arn:aws:sts::${vendor}:assumed-role/writer/reader`],
    ["a session of a role of that name elsewhere", `arn:aws:sts::${stranger}:assumed-role/reader/today`],
    ["a session of a role that only a pattern could cover", `arn:aws:sts::${vendor}:assumed-role/a/today`],
    ["a role with our account in its path", `arn:aws:iam::${stranger}:role/:${own}:role/orders`],
    ["a session of a role of that name in another partition", `arn:aws-cn:sts::${vendor}:assumed-role/reader/today`],
    ["sessions of any role", `arn:aws:sts::${vendor}:assumed-role/*/today`],
    ["accounts by a wildcard", `arn:aws:iam::*:role/orders`],
    ["accounts by a wildcard in ours", `arn:aws:iam::11112222333?:role/orders`],
    ["what a wildcard before our account takes in", `arn:*:iam::${own}:role/orders`],
    ["more roles than the pattern covers", `arn:aws:iam::${vendor}:role/*`],
    ["a name with a single-character wildcard", `arn:aws:iam::${vendor}:role/path/reade?`],
    ["a variable", "arn:aws:iam::${aws:PrincipalAccount}:root"],
    ["a variable in our account", `arn:aws:iam::${own}:role/\${aws:username}`],
    ["an origin access identity of CloudFront", "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"],
    ["a group", "AGPAEXAMPLEEXAMPLE123"],
    ["what is no principal", "somebody"],
    ["nothing", ""],
  ])("%s: %s", (_, name) => {
    expect(admitting(name)).toStrictEqual([name]);
  });

  test("each name on its own, of all that a statement names", () => {
    const Principal = { AWS: [own, stranger, partner, "*"], Service: ["sns.amazonaws.com", "events.amazonaws.com"] };
    expect(found({ Principal })).toStrictEqual([stranger, "*", "sns.amazonaws.com"]);
  });
});

test("the own account, too, can be held to a list", () => {
  const listed: AllowedPrincipals = { ...allowed, ownAccount: "listed", principals: [`arn:aws:iam::${own}:role/a*`] };
  expect(admitting(`arn:aws:iam::${own}:role/app`, undefined, listed)).toStrictEqual([]);
  expect(admitting(`arn:aws:iam::${own}:role/other`, undefined, listed)).toHaveLength(1);
  expect(admitting(own, undefined, listed)).toStrictEqual([own]);
  expect(admitting("*", { StringEquals: { "aws:PrincipalAccount": own } }, listed)).toStrictEqual(["*"]);
  expect(admitting(own, undefined, { ...listed, accounts: [own] })).toStrictEqual([]);
});

test("a pattern that is allowed covers no more than it says", () => {
  const patterns = (...principals: readonly string[]) => ({ ...allowed, principals });
  const role = (name: string) => `arn:aws:iam::${vendor}:role/${name}`;
  expect(admitting(role("abcba"), undefined, patterns(role("ab*ba")))).toStrictEqual([]);
  expect(admitting(role("aba"), undefined, patterns(role("ab*ba")))).toHaveLength(1);
  expect(admitting(role("a/b/c/d"), undefined, patterns(role("*/b/*/d")))).toStrictEqual([]);
  expect(admitting(role("a/c/b/d"), undefined, patterns(role("*/b/*/d")))).toHaveLength(1);
  // A path may have a question mark in it, which is no wildcard there.
  expect(admitting("*", { ArnLike: { "aws:PrincipalArn": role("a?/b") } }, patterns(role("a?/b")))).toStrictEqual([
    "*",
  ]);
  expect(admitting(role("orders"), undefined, patterns("*"))).toHaveLength(1);
});

describe("other kinds of principals", () => {
  test.each<[string, object, readonly string[]]>([
    ["a service that is listed", { Service: "events.amazonaws.com" }, []],
    ["a service that is not: a confused deputy", { Service: "sns.amazonaws.com" }, ["sns.amazonaws.com"]],
    ["every service", { Service: "*" }, ["*"]],
    ["a federation", { Federated: "cognito-identity.amazonaws.com" }, ["cognito-identity.amazonaws.com"]],
    ["even our own", { Federated: `arn:aws:iam::${own}:saml-provider/x` }, [`arn:aws:iam::${own}:saml-provider/x`]],
    ["a canonical user", { CanonicalUser: "79a59df9" }, ["79a59df9"]],
    ["a user that was deleted", { AWS: "AIDAJQABLZS4A3QDU576Q" }, []],
    ["a role that was deleted", { AWS: "AROAKSCDLFT9R5DQP782U" }, []],
    ["a unique id where none belongs", { Service: "AROAKSCDLFT9R5DQP782U" }, ["AROAKSCDLFT9R5DQP782U"]],
  ])("%s", (_, Principal, expected) => {
    expect(found({ Principal })).toStrictEqual(expected);
  });

  test("deleted users and roles are found apart", () => {
    const names = ["AIDAJQABLZS4A3QDU576Q", stranger, "AROAKSCDLFT9R5DQP782U"];
    const policy = read(
      { ...share, Principal: { AWS: names } },
      { ...share, Effect: "Deny", Principal: { AWS: names } },
    );
    expect(deletedIn(policy).map(({ value }) => value)).toStrictEqual([names[0], names[2]]);
  });

  test("Allow with NotPrincipal admits everybody else, whatever its condition", () => {
    const Condition = { StringEquals: { "aws:PrincipalOrgID": "o-ourcompany" } };
    expect(found({ NotPrincipal: { AWS: stranger } })).toStrictEqual([undefined]);
    expect(found({ NotPrincipal: { AWS: own }, Condition })).toStrictEqual([undefined]);
  });

  test.each([{ Principal: "*" }, { Principal: { AWS: stranger } }, { NotPrincipal: { AWS: own } }])(
    "Deny admits nobody: %j",
    (who) => {
      expect(found({ ...who, Effect: "Deny" })).toStrictEqual([]);
    },
  );

  test("a statement without principals admits nobody", () => {
    expect(found({})).toStrictEqual([]);
  });
});

describe("a condition keeps everybody to those who are allowed", () => {
  test.each([
    [{ StringEquals: { "aws:PrincipalOrgID": "o-ourcompany" } }],
    [{ StringEquals: { "AWS:principalorgid": ["o-ourcompany"] } }],
    [{ StringLike: { "aws:PrincipalOrgID": "o-ourcompany" } }],
    [{ "ForAnyValue:StringEquals": { "aws:PrincipalOrgID": "o-ourcompany" } }],
    [{ StringEquals: { "aws:PrincipalAccount": [own, partner] } }],
    [{ StringEquals: { "aws:PrincipalAccount": 111122223333 } }],
    [{ StringEquals: { "aws:PrincipalArn": `arn:aws:iam::${own}:role/orders` } }],
    [{ StringLike: { "aws:PrincipalArn": `arn:aws:iam::${own}:*` } }],
    [{ ArnLike: { "aws:PrincipalArn": `arn:*:iam::${own}:role/*` } }],
    [{ ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${vendor}:role/team/*` } }],
    [{ StringLike: { "aws:PrincipalArn": `arn:aws:iam::${vendor}:role/team/?` } }],
    [{ StringEquals: { "aws:SourceAccount": own } }],
    [{ StringEquals: { "aws:SourceOrgID": "o-ourcompany" } }],
    [{ ArnLike: { "aws:SourceArn": `arn:aws:events:*:${own}:rule/*` } }],
    [{ StringEquals: { "aws:PrincipalOrgID": "o-ourcompany", "aws:RequestedRegion": "eu-west-1" } }],
    [{ Bool: { "aws:SecureTransport": true }, StringEquals: { "aws:PrincipalAccount": own } }],
  ])("%j", (condition) => {
    expect(admitting("*", condition)).toStrictEqual([]);
  });
});

describe("a condition lets strangers in", () => {
  test.each([
    ["another organization", { StringEquals: { "aws:PrincipalOrgID": "o-another" } }],
    ["another one as well", { StringEquals: { "aws:PrincipalOrgID": ["o-ourcompany", "o-another"] } }],
    ["any organization", { StringLike: { "aws:PrincipalOrgID": "o-*" } }],
    ["whoever has an organization", { Null: { "aws:PrincipalOrgID": "false" } }],
    ["an organization of one's own", { StringEquals: { "aws:PrincipalOrgID": "${aws:PrincipalOrgID}" } }],
    ["who has none", { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-ourcompany" } }],
    ["true without the key", { "ForAllValues:StringEquals": { "aws:PrincipalOrgID": "o-ourcompany" } }],
    ["both", { "ForAnyValue:StringEqualsIfExists": { "aws:PrincipalOrgID": "o-ourcompany" } }],
    ["everybody else", { StringNotEquals: { "aws:PrincipalOrgID": "o-ourcompany" } }],
    ["no value at all", { StringEquals: { "aws:PrincipalOrgID": [] } }],
    ["an account that is no number", { NumericEquals: { "aws:PrincipalAccount": own } }],
    ["an account that is no ARN", { ArnLike: { "aws:PrincipalAccount": own } }],
    ["accounts by a wildcard", { StringLike: { "aws:PrincipalAccount": "1111*" } }],
    ["another account's role", { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${stranger}:role/*` } }],
    ["any account's role", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/orders" } }],
    ["a path with colons", { StringLike: { "aws:PrincipalArn": `arn:*:iam::${own}:role/*` } }],
    ["all ARNs", { ArnLike: { "aws:PrincipalArn": "*" } }],
    ["one's own ARN", { ArnLike: { "aws:PrincipalArn": "${aws:PrincipalArn}" } }],
    ["a variable", { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${own}:role/\${aws:username}` } }],
    ["more roles than are allowed", { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${vendor}:role/t*` } }],
    ["another account's event", { StringEquals: { "aws:SourceAccount": stranger } }],
    ["a bucket of whomever", { ArnLike: { "aws:SourceArn": "arn:aws:s3:::orders" } }],
    ["a role as a source", { ArnLike: { "aws:SourceArn": `arn:aws:iam::${vendor}:role/team/a` } }],
    ["what says nothing of the caller", { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }],
    ["a role's tag", { StringEquals: { "aws:PrincipalTag/team": "orders" } }],
    ["a session's name", { StringLike: { "aws:userid": `*:${own}` } }],
    ["an empty one", {}],
  ])("%s: %j", (_, condition) => {
    expect(admitting("*", condition)).toStrictEqual(["*"]);
  });

  test("whose key only services have does not keep an account out", () => {
    const Condition = { StringEquals: { "aws:SourceAccount": own } };
    expect(admitting(stranger, Condition)).toStrictEqual([stranger]);
    expect(found({ Principal: { Service: "sns.amazonaws.com" }, Condition })).toStrictEqual([]);
    expect(found({ Principal: { Federated: "x" }, Condition })).toStrictEqual(["x"]);
  });

  test("another account is allowed by a condition on whom there is meant", () => {
    expect(admitting(stranger, { StringEquals: { "aws:PrincipalOrgID": "o-ourcompany" } })).toStrictEqual([]);
    expect(admitting(vendor, { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${vendor}:role/team/*` } })).toStrictEqual(
      [],
    );
  });
});

describe("evidence is one sentence", () => {
  const evidence = (statement: object) =>
    strangersIn(read({ ...share, Principal: { AWS: own } }, { ...share, ...statement }), allowed).map(
      (one) => one.evidence,
    );

  test.each<[object, string]>([
    [
      { Principal: { AWS: `arn:aws:iam::${stranger}:root` } },
      'Statement "share" lets the whole account 999999999999 call kinesis:GetRecords, which is not allowed.',
    ],
    [
      { Sid: undefined, Principal: "*", NotAction: ["a:b", "c:d", "e:f", "g:h"], Action: undefined },
      "Statement 2 lets everybody call everything but a:b, c:d and 2 more, which is not allowed.",
    ],
    [
      { Principal: { Service: "sns.amazonaws.com" }, Condition: { Bool: { "aws:SecureTransport": "true" } } },
      'Statement "share" lets the service sns.amazonaws.com, on anybody\'s behalf, call kinesis:GetRecords, which is not allowed; its condition does not keep that to those who are.',
    ],
    [
      { Principal: { Federated: "www.amazon.com" }, Action: ["kinesis:PutRecord", "kinesis:PutRecords"] },
      'Statement "share" lets those who sign in by www.amazon.com call kinesis:PutRecord and kinesis:PutRecords, which is not allowed.',
    ],
    [
      { Principal: { CanonicalUser: "79a5" } },
      'Statement "share" lets the account with the canonical user id 79a5 call kinesis:GetRecords, which is not allowed.',
    ],
    [
      { NotPrincipal: { AWS: [own, partner] } },
      'Statement "share" lets everybody but 111122223333 and 444455556666 call kinesis:GetRecords, which is not allowed.',
    ],
    [
      { Sid: "a\nb", Principal: { AWS: "x\ny" } },
      'Statement "a\\nb" lets "x\\ny" call kinesis:GetRecords, which is not allowed.',
    ],
  ])("%j", (statement, expected) => {
    expect(evidence(statement)).toStrictEqual([expected]);
  });
});

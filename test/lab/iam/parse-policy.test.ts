import { describe, expect, test } from "vitest";
import { parsePolicy } from "./parse-policy.ts";
import type { PolicyKind } from "./parse-statement.ts";
import { PolicyError } from "./policy-error.ts";

const allow = { Effect: "Allow", Action: "s3:*", Resource: "*" };
const parse = (document: unknown, kind?: PolicyKind) =>
  parsePolicy(typeof document === "string" ? document : JSON.stringify(document), "user/bob inline", kind);
const statement = (change: object) => ({ Version: "2012-10-17", Statement: [{ ...allow, ...change }] });

test("one statement may stand without a list around it", () => {
  expect(parse({ Version: "2012-10-17", Statement: allow })).toEqual({ Version: "2012-10-17", Statement: [allow] });
});

test("the version may be missing, which means the old policy language", () => {
  expect(parse({ Statement: [allow] })).toEqual({ Statement: [allow] });
});

test("a document with every element is kept as it is written", () => {
  const full = {
    Sid: "All",
    Effect: "Deny",
    NotPrincipal: {
      AWS: ["arn:aws:iam::111122223333:root", "111122223333", "AROAEXAMPLEID1234567"],
      Service: "sns.amazonaws.com",
    },
    NotAction: ["sqs:Get*", "sqs:List?ueues"],
    NotResource: ["arn:aws:sqs:*:*:q"],
    Condition: { Bool: { "aws:SecureTransport": false }, NumericLessThan: { "s3:max-keys": [1, "2"] } },
  };
  expect(parse({ Version: "2008-10-17", Id: "x", Statement: [full] }, "resource").Statement).toEqual([full]);
});

describe("what IAM would not store is refused with what, where and what was expected", () => {
  test.each<[unknown, string]>([
    ["{", "not JSON"],
    ["[]", "the document is [], expected an object"],
    ["null", "the document is null, expected an object"],
    [{ Version: "2012-10-17" }, "Statement is missing, expected an object or a list of objects"],
    [{ Statement: [] }, "Statement is an empty list, expected at least one statement"],
    [{ Version: "2012-10-18", Statement: allow }, 'Version is "2012-10-18", expected 2012-10-17 or 2008-10-17'],
    [{ Statement: allow, Statements: [] }, 'element "Statements" is unknown, expected Version, Id, Statement'],
    [{ Statement: "Allow" }, 'Statement is "Allow", expected an object'],
    [statement({ Effect: "allow" }), 'Statement[0].Effect is "allow", expected "Allow" or "Deny"'],
    [statement({ Effect: undefined }), 'Statement[0].Effect is missing, expected "Allow" or "Deny"'],
    [statement({ Actions: "s3:*" }), 'Statement[0] has the element "Actions", expected Sid, Effect'],
    [statement({ Action: undefined }), "Statement[0] has no Action or NotAction, expected exactly one of them"],
    [statement({ NotAction: "s3:*" }), "Statement[0] has Action and NotAction, expected exactly one of them"],
    [statement({ NotResource: "*" }), "Statement[0] has Resource and NotResource, expected at most one of them"],
    [statement({ Action: "GetItem" }), 'Statement[0].Action is "GetItem", expected "service:Action" or "*"'],
    [statement({ Action: [] }), "Statement[0].Action is [], expected"],
    [statement({ Action: ["s3:*", 1] }), "Statement[0].Action is 1, expected"],
    [statement({ Resource: "orders" }), 'Statement[0].Resource is "orders", expected an ARN or *'],
    [statement({ Principal: "bob" }), 'Statement[0].Principal is "bob", expected "*" or an object'],
    [statement({ Principal: {} }), "Statement[0].Principal is {}, expected at least one of AWS"],
    [statement({ Principal: { Aws: "*" } }), 'Statement[0].Principal.Aws is "*", expected one of AWS'],
    [
      statement({ Principal: { AWS: "bob" } }),
      'Statement[0].Principal.AWS is "bob", expected an ARN, a 12-digit account id',
    ],
    [
      statement({ Principal: { AWS: "arn:aws:iam::111122223333:role/*" } }),
      'Statement[0].Principal.AWS is "arn:aws:iam::111122223333:role/*", expected a whole name, or * alone',
    ],
    [statement({ Condition: [] }), "Statement[0].Condition is [], expected an object"],
    [statement({ Condition: { StringEquals: "x" } }), 'Statement[0].Condition.StringEquals is "x", expected an object'],
    [
      statement({ Condition: { StringEquals: { "aws:userid": null } } }),
      "Statement[0].Condition.StringEquals.aws:userid is null, expected a string",
    ],
    [
      statement({ Condition: { Like: { a: "x" } } }),
      'condition operator "Like" is unknown, expected Null or one of StringEquals',
    ],
    [
      statement({ Condition: { DateLessThan: { "aws:TokenIssueTime": "now" } } }),
      'condition operator DateLessThan of aws:TokenIssueTime has the value "now", expected a date',
    ],
  ])("%j: %s", (document, message) => {
    expect(() => parse(document)).toThrow(PolicyError);
    expect(() => parse(document)).toThrow(`user/bob inline: ${message}`);
  });

  test.each<[PolicyKind, object, string]>([
    ["identity", { Principal: "*" }, "has Principal, expected neither in this kind of policy (identity)"],
    ["identity", { Resource: undefined }, "has no Resource or NotResource, expected exactly one of them"],
    ["resource", {}, "has no Principal or NotPrincipal, expected exactly one of them"],
    ["role trust", { Principal: "*" }, "has Resource, expected neither in this kind of policy (role trust)"],
  ])("as %s policy, %j: %s", (kind, change, message) => {
    expect(() => parse(statement(change), kind)).toThrow(`user/bob inline: Statement[0] ${message}`);
  });
});

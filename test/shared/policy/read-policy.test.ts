import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPolicy } from "../../../shared/policy/read-policy.ts";
import { written } from "./written.ts";

const statement = { Effect: "Allow", Principal: "*", Action: "kinesis:GetRecords", Resource: "*" };
const policy = (...statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const statementsOf = (text: string) => {
  const read = readPolicy(text);
  return read.kind === "policy" ? read.statements : [];
};

test("a statement is read with all its elements, wherever they may be one value or a list", () => {
  const text = policy({
    Sid: "share",
    Effect: "Allow",
    Principal: { AWS: ["111122223333", "444455556666"], Service: "events.amazonaws.com" },
    NotAction: ["kinesis:Put*", "KINESIS:getrecords"],
    NotResource: "arn:aws:kinesis:*:*:stream/*",
    Condition: { Bool: { "aws:SecureTransport": true }, NumericLessThan: { "aws:MultiFactorAuthAge": [60, "61"] } },
  });
  const [read] = statementsOf(text);
  expect(read).toMatchObject({
    sid: "share",
    effect: "Allow",
    action: { element: "NotAction", values: ["kinesis:Put*", "KINESIS:getrecords"] },
    resource: { element: "NotResource", values: ["arn:aws:kinesis:*:*:stream/*"] },
    conditions: [
      { operator: "Bool", key: "aws:SecureTransport", values: ["true"] },
      { operator: "NumericLessThan", key: "aws:MultiFactorAuthAge", values: ["60", "61"] },
    ],
  });
  const groups = read?.principal?.groups ?? [];
  expect(groups.map(({ start, end }) => text.slice(start, end))).toStrictEqual([
    '"AWS":["111122223333","444455556666"]',
    '"Service":"events.amazonaws.com"',
  ]);
  expect(
    groups.flatMap(({ names }) => names.map(({ type, value, start, end }) => [type, value, text.slice(start, end)])),
  ).toStrictEqual([
    ["AWS", "111122223333", '"111122223333"'],
    ["AWS", "444455556666", '"444455556666"'],
    ["Service", "events.amazonaws.com", '"events.amazonaws.com"'],
  ]);
});

test("a single statement needs no list, and a bare * stands for everybody", () => {
  const text = JSON.stringify({ Id: "x", Statement: statement });
  const [read, ...more] = statementsOf(text);
  expect(more).toStrictEqual([]);
  expect(text.slice(read?.start, read?.end)).toBe(JSON.stringify(statement));
  expect(read?.principal?.groups).toMatchObject([{ names: [{ type: "AWS", value: "*" }] }]);
  expect(readPolicy(text)).toMatchObject({ version: "2008-10-17" });
});

test("a policy of an identity has no principal", () => {
  const { Principal: _, ...plain } = statement;
  expect(statementsOf(policy(plain))).toMatchObject([{ principal: undefined, effect: "Allow" }]);
});

describe("what is no policy, or could be read in two ways, is unreadable", () => {
  test.each([
    ["hello", "it is not JSON"],
    ["[]", "the document is not an object"],
    ["{}", "it has no Statement"],
    ['{"Version": "2020-01-01", "Statement": []}', 'its Version is "2020-01-01"'],
    ['{"Version": 2012, "Statement": []}', "Version is not a string"],
    ['{"version": "2012-10-17", "Statement": []}', 'the document has the element "version", which is unknown'],
    ['{"Statement": [1]}', "Statement[0] is not an object"],
    [policy({ ...statement, Effect: "allow" }), 'Statement[0].Effect is not "Allow" or "Deny"'],
    [policy({ ...statement, NotPrincipal: "*" }), "Statement[0] has both Principal and NotPrincipal"],
    [policy({ ...statement, NotAction: "*" }), "Statement[0] has both Action and NotAction"],
    [policy({ ...statement, NotResource: "*" }), "Statement[0] has both Resource and NotResource"],
    [policy({ ...statement, Action: undefined }), "Statement[0] has neither Action nor NotAction"],
    [policy({ ...statement, Action: [["*"]] }), "Statement[0].Action is not a string or a list of strings"],
    [policy({ ...statement, Principal: "111122223333" }), 'Statement[0].Principal is not "*" or an object'],
    [policy({ ...statement, Principal: ["*"] }), 'Statement[0].Principal is not "*" or an object'],
    [
      policy({ ...statement, Principal: { aws: "*" } }),
      'Statement[0].Principal has the element "aws", which is unknown',
    ],
    [
      policy({ ...statement, Principal: { AWS: 111122223333 } }),
      "Statement[0].Principal.AWS is not a string or a list of strings",
    ],
    [policy({ ...statement, Condition: [] }), "Statement[0].Condition is not an object"],
    [policy({ ...statement, Condition: { Bool: "x" } }), "Statement[0].Condition.Bool is not an object"],
    [
      policy({ ...statement, Condition: { Null: { "aws:userid": null } } }),
      "Statement[0].Condition.Null.aws:userid is not a string, a number, true, false or a list of them",
    ],
    ['{"Statement": {"Effect": "Deny", "Effect": "Allow", "Action": "*"}}', '"Effect" stands twice in one object'],
  ])("%s: %s", (text, reason) => {
    expect(readPolicy(text)).toStrictEqual({ kind: "unreadable", reason });
  });
});

test("whatever the text, reading does not throw", () => {
  const words = fc.constantFrom("Version", "Statement", "Effect", "Principal", "Action", "Condition", "AWS", "Allow");
  const nearly = fc.object({ key: words, values: [words, fc.string(), fc.integer(), fc.constant(null)], maxDepth: 4 });
  const text = fc.oneof(fc.string(), fc.json(), nearly.chain(written), fc.string({ unit: "binary" }));
  fc.assert(
    fc.property(text, (any) => {
      expect(["policy", "unreadable"]).toContain(readPolicy(any).kind);
    }),
    { numRuns: 1000 },
  );
});

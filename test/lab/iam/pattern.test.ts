// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { matchesAction } from "./actions.ts";
import { matchesArn } from "./arn.ts";
import { compile, matchesPattern, textOf, withWildcards } from "./pattern.ts";
import { matchesResource } from "./resources.ts";

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, "\\$&");

const asRegex = (pattern: string) =>
  new RegExp(
    `^${Array.from(pattern, (part) => (part === "*" ? ".*" : part === "?" ? "." : escaped(part))).join("")}$`,
    "su",
  );

const shortText = fc.string({ unit: fc.constantFrom("a", "b", ":", "/", "*", "?", ".", "$", "😀"), maxLength: 12 });

test("wildcards match exactly what the equivalent regular expression matches", () => {
  fc.assert(
    fc.property(shortText, shortText, (pattern, text) => {
      expect(matchesPattern(withWildcards(pattern), text)).toBe(asRegex(pattern).test(text));
    }),
    { numRuns: 5000 },
  );
});

test("a pattern made from a text by putting wildcards in still matches the text", () => {
  const texts = fc.array(fc.tuple(fc.string({ maxLength: 4 }), fc.constantFrom("keep", "star", "marks")), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(texts, (parts) => {
      const text = parts.map(([part]) => part).join("");
      const pattern = parts.map(([part, how]) => {
        if (how === "star") return "*";
        return how === "marks" ? "?".repeat(Array.from(part).length) : part;
      });
      expect(matchesPattern(withWildcards(pattern.join("")), text)).toBe(true);
    }),
  );
});

test("a pattern made to backtrack is decided at once", () => {
  const started = performance.now();
  expect(matchesPattern(withWildcards(`${"a*".repeat(40)}b`), "a".repeat(4000))).toBe(false);
  expect(performance.now() - started).toBeLessThan(2000);
});

test.each([
  ["*", "kinesis:StopStreamEncryption", true],
  ["kinesis:*", "kinesis:StopStreamEncryption", true],
  ["KINESIS:stopstream*", "kinesis:StopStreamEncryption", true],
  ["kinesis:*Encryption", "kinesis:StopStreamEncryption", true],
  ["kin*:*Stream*", "kinesis:StopStreamEncryption", true],
  ["kinesis:St??StreamEncryption", "kinesis:StopStreamEncryption", true],
  ["kinesis:St??StreamEncryption", "kinesis:StartStreamEncryption", false],
  ["kinesis:Stop", "kinesis:StopStreamEncryption", false],
  ["iam:*AccessKey*", "iam:CreateAccessKey", true],
])("action %s, asked for %s: %s", (pattern, action, expected) => {
  expect(matchesAction(pattern, action)).toBe(expected);
});

const variables = (values: Record<string, string>) => (name: string) => values[name.toLowerCase()];

test.each([
  ["arn:aws:s3:::*log*", "arn:aws:s3:::carlossalazar-logs/today", true],
  ["arn:aws:kinesis:*:111122223333:stream/orders", "arn:aws:kinesis:us-east-1:111122223333:stream/orders", true],
  [
    "arn:aws:kinesis:us-east-1:111122223333:stream/orders",
    "arn:aws:kinesis:us-east-1:111122223333:stream/Orders",
    false,
  ],
  ["arn:aws:kinesis:us-east-1:111122223333:stream/orders", "*", false],
  ["arn:aws:iam::111122223333:user/${aws:username}", "arn:aws:iam::111122223333:user/David", true],
  ["arn:aws:iam::111122223333:user/${AWS:UserName}", "arn:aws:iam::111122223333:user/David", true],
  ["arn:aws:iam::111122223333:user/${aws:username}", "arn:aws:iam::111122223333:user/Adele", false],
  ["arn:aws:s3:::bucket/${aws:PrincipalTag/team, 'company-wide'}/*", "arn:aws:s3:::bucket/company-wide/x", true],
  ["arn:aws:s3:::bucket/${aws:PrincipalTag/team}/*", "arn:aws:s3:::bucket/${aws:PrincipalTag/team}/x", false],
  ["arn:aws:s3:::bucket/a${*}b", "arn:aws:s3:::bucket/a*b", true],
  ["arn:aws:s3:::bucket/a${*}b", "arn:aws:s3:::bucket/axb", false],
  ["arn:aws:s3:::bucket/a${?}b", "arn:aws:s3:::bucket/axb", false],
  ["arn:aws:s3:::bucket/${$}{x}", "arn:aws:s3:::bucket/${x}", true],
])("resource %s, asked for %s: %s", (pattern, resource, expected) => {
  expect(matchesResource(pattern, resource, variables({ "aws:username": "David" }))).toBe(expected);
});

test("a wildcard that comes out of a variable is an ordinary character", () => {
  const values = variables({ "aws:username": "*" });
  expect(matchesResource("arn:aws:s3:::home/${aws:username}", "arn:aws:s3:::home/anybody", values)).toBe(false);
  expect(matchesResource("arn:aws:s3:::home/${aws:username}", "arn:aws:s3:::home/*", values)).toBe(true);
});

test("before the policy language of 2012 a variable is ordinary text", () => {
  expect(matchesResource("arn:aws:s3:::home/${aws:username}", "arn:aws:s3:::home/${aws:username}")).toBe(true);
});

test("a pattern without variables reads back as the text that was written", () => {
  fc.assert(
    fc.property(shortText, (text) => {
      expect(textOf(withWildcards(text))).toBe(text);
      fc.pre(!text.includes("${"));
      expect(compile(text, () => undefined)).toEqual(withWildcards(text));
    }),
  );
});

test.each([
  // IAM User Guide, ARN condition operators: the first asterisk must not reach over a colon.
  ["arn:aws:someservice:*:111122223333:finance/*", "arn:aws:someservice:us-east-2:111122223333:finance/x", true],
  [
    "arn:aws:someservice:*:111122223333:finance/*",
    "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
    false,
  ],
  ["arn:aws:sns:us-east-1:111122223333:topic:*", "arn:aws:sns:us-east-1:111122223333:topic:a:b", true],
  ["arn:aws:iam::111122223333:role/*", "arn:aws:iam::111122223333:role/team/deploy", true],
  ["arn:*", "arn:aws:iam::111122223333:role/deploy", false],
  ["*", "arn:aws:iam::111122223333:role/deploy", true],
  ["*", "lambda.amazonaws.com", false],
])("ARN pattern %s, asked for %s: %s", (pattern, arn, expected) => {
  expect(matchesArn(withWildcards(pattern), arn)).toBe(expected);
});

import { describe, expect, test } from "vitest";
import { checkSettings, InvalidSettings } from "../../../shared/baseline/settings.ts";

const check = (value: unknown) => checkSettings(value, "lockkeeper.yml", []);

/** What is wrong with the settings, a line for each; none if they are good. */
const problemsOf = (value: unknown): readonly string[] => {
  try {
    check(value);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidSettings)) throw error;
    return error.message.split("\n");
  }
};

describe("who may order an undo", () => {
  test.each([
    "arn:aws:iam::123456789012:role/on-call",
    "arn:aws:iam::123456789012:user/team/alice",
    "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_OnCall_*",
    "arn:aws-us-gov:iam::*:role/on-call",
    "arn:aws:iam::123456789012:user/alice+on-call=1,a.b@example.com",
  ])("may be %s", (operator) => {
    expect(check({ streams: [], operators: [operator] }).operators).toStrictEqual([operator]);
  });

  test.each([
    "*",
    "alice",
    "arn:aws:iam::123456789012:root",
    "arn:aws:iam::123456789012:group/on-call",
    "arn:aws:iam::123456789012:*",
    "arn:aws:iam::12345:role/on-call",
    "arn:aws:iam::1234*:role/on-call",
    "arn:aws:sts::123456789012:assumed-role/on-call/session",
    "arn:aws:iam::123456789012:role/",
    "arn:aws:iam::123456789012:role/${aws:PrincipalTag/team}",
    "arn:aws:iam::123456789012:role/a b",
    "arn:aws:iam::123456789012:role/a\nb",
    "arn:*:iam::123456789012:role/on-call",
  ])("cannot be %j", (operator) => {
    expect(problemsOf({ streams: [], operators: ["arn:aws:iam::123456789012:role/a", operator] })).toStrictEqual([
      `lockkeeper.yml: operators.1: expected the ARN of a user or role, found ${JSON.stringify(operator)}`,
    ]);
  });
});

describe("a key's name that could mean something else in the template, or means no key", () => {
  test.each([
    "key/${Foo}",
    "key/1",
    "${Foo}",
    "alias/${AWS::AccountId}",
    "arn:aws:kms:us-east-1:123456789012:key/${Foo}",
    "arn:aws:kms:${AWS::Region}:123456789012:key/1",
    "arn:aws:kms:us-east-1:${AWS::AccountId}:key/1",
    "arn:aws:kms:us-east-1:123456789012:key/*",
    "arn:aws:kms:*:123456789012:key/1",
    "arn:aws:kms:us-east-1:12345:key/1",
    "arn:aws:kms:us-east-1:123456789012:grant/1",
    "arn:aws:kms:us-east-1:123456789012:key/",
    "arn:aws:kinesis:us-east-1:123456789012:stream/orders",
    "alias/",
    "alias/*",
    "alias/a b",
    "alias/a\n",
    "*",
    " ",
  ])("%j is refused", (key) => {
    expect(problemsOf({ streams: [{ name: "orders", encryption: { key } }] })).toStrictEqual([
      `lockkeeper.yml: streams.0.encryption.key: expected a KMS key id, key ARN, alias/name or alias ARN, found ${JSON.stringify(key)}`,
    ]);
  });
});

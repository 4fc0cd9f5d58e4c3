import { describe, expect, test } from "vitest";
import { fits, parseArn, partitionOf } from "../../../shared/resources/arn.ts";

test("an ARN is taken apart, and whatever follows the account is the resource", () => {
  expect(parseArn("arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/x:*")).toStrictEqual({
    partition: "aws",
    service: "logs",
    region: "eu-west-1",
    account: "123456789012",
    resource: "log-group:/aws/lambda/x:*",
  });
});

test("an ARN may leave out the Region and the account", () => {
  expect(parseArn("arn:aws:s3:::bucket")).toStrictEqual({
    partition: "aws",
    service: "s3",
    region: "",
    account: "",
    resource: "bucket",
  });
});

test.each([
  "",
  "arn",
  "alias/orders",
  "arn:aws:kms:us-east-1:123456789012",
  "urn:aws:kms:us-east-1:123456789012:key/1",
  "arn::kms:a:b:c",
  "arn:aws::a:b:c",
])("%j is no ARN", (text) => {
  expect(parseArn(text)).toBeUndefined();
});

test.each([
  ["us-east-1", "aws"],
  ["eu-central-2", "aws"],
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
])("the Region %s belongs to the partition %s", (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});

describe("the ARNs that a pattern means", () => {
  test.each([
    ["", ""],
    ["*", ""],
    ["*", "a\nb"],
    ["a*", "a"],
    ["*a", "ba"],
    ["a*b*c", "a1b2b3c"],
    ["a**c", "abc"],
    ["*ab*", "xaby"],
    ["a.c", "a.c"],
    ["arn:aws:iam::*:user/olga", "arn:aws:iam::123456789012:user/olga"],
  ])("%j means %j", (pattern, text) => {
    expect(fits(pattern, text)).toBe(true);
  });

  test.each([
    ["", "a"],
    ["a", ""],
    ["a", "ab"],
    ["a", "A"],
    ["ab*ba", "aba"],
    ["a*b*c", "acb"],
    ["a.c", "abc"],
    ["a?c", "abc"],
    ["*bb*b", "bb"],
  ])("%j does not mean %j", (pattern, text) => {
    expect(fits(pattern, text)).toBe(false);
  });

  test("a pattern of many stars ends soon", () => {
    expect(fits(`${"a*".repeat(1_000)}c`, `${"a".repeat(2_000)}b`)).toBe(false);
  });
});

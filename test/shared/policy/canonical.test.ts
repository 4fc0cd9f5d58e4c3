import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { samePolicy } from "../../../shared/policy/canonical.ts";
import { evaluate } from "../../lab/iam/evaluate.ts";
import { allow, policy as policyWith } from "../../lab/iam/example-requests.ts";
import type { Policy } from "../../lab/iam/types.ts";
import { allowedCallers, shares, strangers } from "./arbitrary-shares.ts";
import { own, partner } from "./example-allowed.ts";
import { written } from "./written.ts";

const one = { Effect: "Allow", Principal: { AWS: own }, Action: "kinesis:GetRecords", Resource: "*" };
const policy = (...statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const condition = (operator: string, key: string, value: unknown) => ({
  ...one,
  Condition: { [operator]: { [key]: value } },
});

describe("the same, in other words", () => {
  test.each<[string, string, string]>([
    ["a single statement or a list", JSON.stringify({ Version: "2012-10-17", Statement: one }), policy(one)],
    ["an order of statements", policy(one, { ...one, Effect: "Deny" }), policy({ ...one, Effect: "Deny" }, one)],
    ["a statement twice", policy(one, one), policy(one)],
    ["names of statements", policy({ ...one, Sid: "a" }), policy({ ...one, Sid: "b" })],
    ["an Id", JSON.stringify({ Version: "2012-10-17", Id: "x", Statement: [one] }), policy(one)],
    ["a string or a list", policy({ ...one, Action: ["kinesis:GetRecords"] }), policy(one)],
    ["the letter case of an action", policy({ ...one, Action: "Kinesis:getrecords" }), policy(one)],
    [
      "an order of actions",
      policy({ ...one, Action: ["a:b", "a:c"] }),
      policy({ ...one, Action: ["a:c", "a:b", "A:B"] }),
    ],
    ["an account or its root", policy({ ...one, Principal: { AWS: `arn:aws:iam::${own}:root` } }), policy(one)],
    ["everybody", policy({ ...one, Principal: "*" }), policy({ ...one, Principal: { AWS: ["*"] } })],
    ["no condition", policy({ ...one, Condition: {} }), policy(one)],
    [
      "a key's letter case",
      policy(condition("Bool", "aws:SecureTransport", true)),
      policy(condition("Bool", "aws:securetransport", ["true"])),
    ],
    ["a version that decides nothing", JSON.stringify({ Statement: [one] }), policy(one)],
    ["a text that cannot be read", "{", "{"],
  ])("%s", (_, a, b) => {
    expect(samePolicy(a, b)).toBe(true);
    expect(samePolicy(b, a)).toBe(true);
  });
});

describe("not the same", () => {
  const variable = { ...one, Resource: "arn:aws:kinesis:*:*:stream/${aws:username}" };
  test.each<[string, string, string]>([
    ["a statement more", policy(one, { ...one, Effect: "Deny" }), policy(one)],
    ["an effect", policy({ ...one, Effect: "Deny" }), policy(one)],
    ["an opposite", policy({ ...one, NotAction: one.Action, Action: undefined }), policy(one)],
    ["an opposite of whom", policy({ ...one, NotPrincipal: one.Principal, Principal: undefined }), policy(one)],
    ["a type of principal", policy({ ...one, Principal: { Service: "*" } }), policy({ ...one, Principal: "*" })],
    ["a principal more", policy({ ...one, Principal: { AWS: [own, partner] } }), policy(one)],
    ["the letter case of a resource", policy({ ...one, Resource: "arn:a" }), policy({ ...one, Resource: "arn:A" })],
    ["no resource", policy({ ...one, Resource: undefined }), policy(one)],
    ["a condition", policy(condition("Bool", "aws:SecureTransport", "true")), policy(one)],
    [
      "an operator",
      policy(condition("StringEquals", "aws:userid", "x")),
      policy(condition("StringLike", "aws:userid", "x")),
    ],
    ["a variable that is none", policy(variable), JSON.stringify({ Version: "2008-10-17", Statement: [variable] })],
    ["what cannot be read", policy(one), "{"],
  ])("%s", (_, a, b) => {
    expect(samePolicy(a, b)).toBe(false);
    expect(samePolicy(b, a)).toBe(false);
  });
});

test("a policy is the same in every hand, and in every order of its statements", () => {
  const pairs = shares.chain(({ policy: { Version, Statement } }) => {
    const all = Array.isArray(Statement) ? Statement : [Statement];
    const shuffled = fc.shuffledSubarray(all, { minLength: all.length }).map((some) => ({ Statement: some, Version }));
    return fc.tuple(written({ Version, Statement }), shuffled.chain(written));
  });
  fc.assert(
    fc.property(pairs, ([a, b]) => {
      expect(samePolicy(a, b)).toBe(true);
    }),
  );
});

test("policies that decide anything differently are not the same", () => {
  const decisions = (resource: Policy) =>
    [...allowedCallers, ...strangers].map(
      (by) => evaluate(by, { identity: [policyWith(allow("*"))], resource }).allowed,
    );
  const pairs = shares.chain(({ policy: { Version = "", Statement } }) => {
    const all = Array.isArray(Statement) ? Statement : [Statement];
    return fc.shuffledSubarray(all).map((some) => [
      { Version, Statement: all },
      { Version, Statement: some },
    ]);
  });
  fc.assert(
    fc.property(pairs, (pair) => {
      const [a = "", b = ""] = pair.map((each) => JSON.stringify(each));
      const [ours, theirs] = pair.map((each) => JSON.stringify(decisions(each)));
      expect(ours === theirs || !samePolicy(a, b)).toBe(true);
    }),
  );
});

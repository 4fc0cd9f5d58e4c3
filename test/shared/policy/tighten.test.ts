import { describe, expect, test } from "vitest";
import { tighten } from "../../../shared/policy/tighten.ts";
import { allowed, own, partner, stranger } from "./example-allowed.ts";

const share = (principal: string, rest = "") => `{"Effect":"Allow","Principal":${principal},"Action":"*"${rest}}`;
const deny = `{ "Effect" : "Deny", "Principal": {"AWS": "${stranger}"}, "Action": "*" }`;
const ours = share(`{"AWS":"${own}"}`);
const theirs = share(`{"AWS":"${stranger}"}`);
const policy = (...statements: readonly string[]) => `{"Statement":[${statements.join(",")}]}`;

const tightened = (text: string) => tighten(text, allowed);
const textOf = (text: string) => {
  const result = tightened(text);
  return result.kind === "text" ? result.text : result.kind;
};

describe("names go, and the commas that parted them", () => {
  test.each([
    ["the first", `["${stranger}", "${own}"]`, `["${own}"]`],
    ["the last", `["${own}" , "${stranger}" ]`, `["${own}" ]`],
    ["one in between", `["${own}", "${stranger}", "${partner}"]`, `["${own}", "${partner}"]`],
    ["all but one in between", `["*", "${stranger}", "${own}", "*", "${stranger}"]`, `["${own}"]`],
    ["every other", `["*", "${own}", "*", "${partner}", "*"]`, `["${own}", "${partner}"]`],
    ["over several lines", `[\n  "${stranger}",\n  "${own}"\n]`, `[\n  "${own}"\n]`],
    ["over several lines, from the end", `[\n  "${own}",\n  "${stranger}"\n]`, `[\n  "${own}"\n]`],
    ["one that is written with escapes", `["\\u0039${stranger.slice(1)}","${own}"]`, `["${own}"]`],
  ])("%s", (_, before, after) => {
    const within = (names: string) => policy(share(`{ "AWS" : ${names} }`, ',"Sid": "x"'));
    expect(textOf(within(before))).toBe(within(after));
  });

  test.each([
    [`{"AWS":"*", "Service":"events.amazonaws.com"}`, `{"Service":"events.amazonaws.com"}`],
    [`{"Federated":["x","y"], "AWS":"${own}", "CanonicalUser":"z"}`, `{"AWS":"${own}"}`],
    [
      `{ "Service":["sns.amazonaws.com", "events.amazonaws.com"], "AWS":["*"] }`,
      `{ "Service":["events.amazonaws.com"] }`,
    ],
    [`{"AWS":["*", "${own}"],"Service":[]}`, `{"AWS":["${own}"],"Service":[]}`],
  ])("of %s stays %s", (before, after) => {
    expect(textOf(policy(share(before)))).toBe(policy(share(after)));
  });
});

describe("a statement that names nobody else goes", () => {
  test.each([
    ["by its only name", theirs],
    ["by all of them", share(`{"AWS":["${stranger}", "*"],"Federated":"x"}`)],
    ["by its star", share('"*"')],
    ["with a list that was empty before", share(`{"AWS":["${stranger}"],"Service":[]}`)],
    ["with NotPrincipal", share(`{"AWS":"${own}"}`).replace("Principal", "NotPrincipal")],
  ])("%s", (_, gone) => {
    expect(textOf(policy(gone, ours))).toBe(policy(ours));
    expect(textOf(policy(ours, gone, deny))).toBe(policy(ours, deny));
    expect(textOf(policy(deny, gone, gone))).toBe(policy(deny));
    expect(tightened(policy(gone, gone))).toStrictEqual({ kind: "delete" });
    expect(tightened(`{"Statement":${gone}}`)).toStrictEqual({ kind: "delete" });
  });
});

test("everything else stays as it is, down to the byte", () => {
  const text = `
{ "Id":"\\u00e9 é", "Statement" : [
    {"Condition":{"NumericLessThan":{"aws:MultiFactorAuthAge":1.50}}, "Effect":"Allow", "Action" : ["kinesis:get*","*"],
     "Principal":{"AWS":"arn:aws:iam::${own}:root"}} ,
    ${theirs},
\t${deny}
  ],  "Version"   :"2008-10-17"}
`;
  expect(textOf(text)).toBe(text.replace(`${theirs},\n\t`, ""));
});

test.each([
  ["nobody but those who are allowed", policy(ours, share(`{"AWS":["${own}","${partner}"]}`))],
  ["denials alone", policy(deny, deny)],
  ["no statement", policy()],
  ["nobody", policy(share(`{"AWS":[]}`))],
  ["a deleted role", policy(share('{"AWS":"AROAKSCDLFT9R5DQP782U"}'))],
])("a policy with %s is left alone", (_, text) => {
  expect(tightened(text)).toStrictEqual({ kind: "unchanged" });
});

test("deleted users and roles go with the strangers, but not out of a denial", () => {
  const gone = share('{"AWS":"AIDAJQABLZS4A3QDU576Q"}');
  const partly = share(`{"AWS":["AROAKSCDLFT9R5DQP782U","${own}"]}`);
  const denied = deny.replace(stranger, "AROAKSCDLFT9R5DQP782U");
  expect(textOf(policy(gone, partly, theirs, denied))).toBe(policy(share(`{"AWS":["${own}"]}`), denied));
  expect(tightened(policy(gone, theirs))).toStrictEqual({ kind: "delete" });
});

test("a statement that named nobody from the first is not touched", () => {
  const nobody = share('{"AWS":[]}');
  expect(textOf(policy(nobody, theirs))).toBe(policy(nobody));
});

test("a policy that cannot be read is not touched", () => {
  expect(tightened('{"Statement":')).toStrictEqual({ kind: "unreadable", reason: "it is not JSON" });
});

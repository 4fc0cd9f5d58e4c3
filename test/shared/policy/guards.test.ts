import { describe, expect, test } from "vitest";
import { missingGuards } from "../../../shared/policy/guards.ts";
import { restoreStatements } from "../../../shared/policy/restore.ts";
import { own, partner, stranger } from "./example-allowed.ts";

const onlyTls = `{"Sid": "OnlyTls", "Effect": "Deny",
  "Principal": "*", "Action": "kinesis:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": false}}}`;
const onlyOurs = `{ "Sid":"OnlyOurs", "Effect":"Deny", "NotPrincipal":{"AWS":"${own}"}, "Action":"kinesis:PutRecord" }`;
const reader = `{"Effect":"Allow","Principal":{"AWS":"${partner}"},"Action":["kinesis:GetRecords","kinesis:ListShards"]}`;
const attacker = `{"Effect":"Allow","Principal":{"AWS":"${stranger}"},"Action":"*"}`;
const policy = (...statements: readonly string[]) => `{"Version":"2012-10-17","Statement":[${statements.join(",")}]}`;
const baseline = policy(onlyTls, onlyOurs, reader);

const missing = (text: string | undefined, from = baseline) => {
  const result = missingGuards(text, from);
  return result.kind === "guards" ? result.missing.map(({ evidence }) => evidence) : result.reason;
};
const missingTexts = (text: string | undefined) => {
  const result = missingGuards(text, baseline);
  return result.kind === "guards" ? result.missing.map((guard) => guard.text) : result.reason;
};
const restored = (text: string | undefined, from = baseline) => {
  const result = restoreStatements(text, from);
  return result.kind === "text" ? result.text : result;
};

describe("guards that are missing", () => {
  test("none, in whatever order and form they stand, and with whatever there is besides", () => {
    const tls = `{"Effect":"Deny","Principal":{"AWS":["*"]},"Action":["KINESIS:*"],"Resource":["*"],
      "Condition":{"Bool":{"AWS:SecureTransport":"false"}}}`;
    expect(missing(policy(reader, attacker, onlyOurs, tls))).toStrictEqual([]);
  });

  test.each<[string, string, readonly string[]]>([
    ["one", policy(onlyTls, reader), [onlyOurs]],
    ["several", policy(reader), [onlyTls, onlyOurs]],
    ["one that lost its condition's value", policy(onlyTls.replace("false", "true"), onlyOurs, reader), [onlyTls]],
    ["a grant", policy(onlyTls, onlyOurs), [reader]],
    ["one of which an action went", policy(onlyTls, onlyOurs.replace("PutRecord", "PutRecords"), reader), [onlyOurs]],
  ])("%s", (_, text, expected) => {
    expect(missingTexts(text)).toStrictEqual(expected);
  });

  test("all, where there is no policy", () => {
    expect(missingTexts(undefined)).toStrictEqual([onlyTls, onlyOurs, reader]);
  });

  test("are told of in one sentence each", () => {
    expect(missing(policy(onlyTls.replace("false", "true")))).toStrictEqual([
      'Statement "OnlyTls" of the baseline (Deny kinesis:*) was changed.',
      'Statement "OnlyOurs" of the baseline (Deny kinesis:PutRecord) is gone.',
      "Statement 3 of the baseline (Allow kinesis:GetRecords and kinesis:ListShards) is gone.",
    ]);
  });

  test("cannot be told where one of the two texts cannot be read", () => {
    expect(missing("{")).toBe("it is not JSON");
    expect(missing(baseline, "{")).toBe("the baseline: it is not JSON");
    expect(missing(baseline, policy(onlyTls, onlyTls))).toBe('the baseline: two statements have the Sid "OnlyTls"');
  });
});

describe("statements are put back", () => {
  test.each<[string, string, string]>([
    ["at the end", policy(attacker, onlyTls, reader), policy(attacker, onlyTls, reader, onlyOurs)],
    ["several, in the baseline's order", policy(reader), policy(reader, onlyTls, onlyOurs)],
    ["into an empty list", policy(), policy(onlyTls, onlyOurs, reader)],
    [
      "beside a single statement",
      `{"Statement": ${attacker} }`,
      `{"Statement": [${attacker},${onlyTls},${onlyOurs},${reader}] }`,
    ],
    [
      "as the others are set apart",
      `{"Statement": [\n  ${onlyTls},\n  ${reader}\n]}`,
      `{"Statement": [\n  ${onlyTls},\n  ${reader},\n  ${onlyOurs}\n]}`,
    ],
    [
      "in the place of the one that was changed under its Sid",
      policy(onlyTls.replace("false", "true"), attacker, onlyOurs, reader),
      policy(onlyTls, attacker, onlyOurs, reader),
    ],
    [
      "even where two have swapped their Sids",
      policy(onlyTls.replace("OnlyTls", "OnlyOurs"), attacker, reader),
      policy(onlyOurs, attacker, reader, onlyTls),
    ],
  ])("%s", (_, before, after) => {
    expect(restored(before)).toBe(after);
    expect(missing(after)).toStrictEqual([]);
  });

  test("each on its own where a Sid is empty, which is none", () => {
    const unnamed = [onlyTls.replace("OnlyTls", ""), onlyOurs.replace("OnlyOurs", "")] as const;
    expect(restored(policy(attacker.replace("{", '{"Sid":"",')), policy(...unnamed))).toBe(
      policy(attacker.replace("{", '{"Sid":"",'), ...unnamed),
    );
  });

  test("as the whole baseline, where there is no policy", () => {
    expect(restored(undefined)).toBe(baseline);
    expect(restored(undefined, policy())).toStrictEqual({ kind: "unchanged" });
  });

  test("or not, where none is missing or one of the two cannot be read", () => {
    expect(restored(policy(reader, onlyOurs, onlyTls))).toStrictEqual({ kind: "unchanged" });
    expect(restored("{")).toStrictEqual({ kind: "unreadable", reason: "it is not JSON" });
    expect(restored(baseline, "{")).toStrictEqual({ kind: "unreadable", reason: "the baseline: it is not JSON" });
  });
});

describe("a version that makes plain text of variables", () => {
  const own1 = `{"Sid":"Own","Effect":"Deny","Principal":"*","Action":"*","Condition":{"StringNotEquals":{"aws:PrincipalAccount":"\${aws:ResourceAccount}"}}}`;
  const strange = `{"Sid":"Home","Effect":"Allow","Principal":{"AWS":"${own}"},"Action":"*","Resource":"\${aws:username}"}`;
  const withVariables = policy(own1, reader);

  test("takes the guard away, and is set right", () => {
    const live = policy(own1, reader).replace("2012", "2008");
    expect(missing(live, withVariables)).toStrictEqual(['Statement "Own" of the baseline (Deny *) was changed.']);
    expect(restored(live, withVariables)).toBe(withVariables);
    expect(restored(`{"Statement":[${reader}]}`, withVariables)).toBe(
      `{"Version":"2012-10-17","Statement":[${reader},${own1}]}`,
    );
  });

  test("is left alone where no guard rests on it", () => {
    expect(restored(`{"Statement":[${onlyTls},${onlyOurs}]}`)).toBe(`{"Statement":[${onlyTls},${onlyOurs},${reader}]}`);
  });

  test("cannot be set right where it would change what another statement says", () => {
    expect(restored(policy(strange).replace("2012", "2008"), withVariables)).toStrictEqual({
      kind: "conflict",
      reason: 'Version 2012-10-17 would change what the statement "Home" says',
    });
  });
});

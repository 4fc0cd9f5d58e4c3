import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { AllowedPrincipals } from "../../../shared/policy/allowed.ts";
import { readPolicy } from "../../../shared/policy/read-policy.ts";
import { strangersIn } from "../../../shared/policy/strangers.ts";
import { tighten } from "../../../shared/policy/tighten.ts";
import { effect, policyOf, request, statement } from "../../lab/iam/arbitrary-policies.ts";
import { evaluate } from "../../lab/iam/evaluate.ts";
import { allow, policy as policyWith } from "../../lab/iam/example-requests.ts";
import { parsePolicy } from "../../lab/iam/parse-policy.ts";
import type { AccessRequest, Policy } from "../../lab/iam/types.ts";
import { allowedCallers, shares, strangers } from "./arbitrary-shares.ts";
import { allowed, own } from "./example-allowed.ts";
import { isStruckFrom } from "./struck.ts";
import { written } from "./written.ts";

/** The text that is left, or undefined if the policy is to be deleted. */
const tightened = (text: string, by: AllowedPrincipals = allowed): string | undefined => {
  const result = tighten(text, by);
  if (result.kind === "unreadable") throw new Error(result.reason);
  if (result.kind === "delete") return undefined;
  return result.kind === "text" ? result.text : text;
};

const asPolicy = (text: string | undefined): Policy | undefined =>
  text === undefined ? undefined : parsePolicy(text, "the policy", "resource");

/** Is the call allowed, to somebody whose own policies allow everything? */
const allows = (resource: Policy | undefined, by: AccessRequest): boolean =>
  evaluate(by, { identity: [policyWith(allow("*"))], ...(resource && { resource }) }).allowed;

const statementsOf = (text: string | undefined) => {
  const read = text === undefined ? undefined : readPolicy(text);
  if (text === undefined || read?.kind !== "policy") return [];
  return read.statements.map((one) => ({ effect: one.effect, text: text.slice(one.start, one.end) }));
};

const texts = shares.chain(({ policy, left }) => written(policy).map((text) => ({ text, policy, left })));
const runs = { numRuns: 400 };

test("no stranger is let in any more, and everybody else as before", () => {
  const counts = { strangers: 0, allowed: 0 };
  fc.assert(
    fc.property(texts, ({ text, policy, left }) => {
      const after = asPolicy(tightened(text));
      const expected: Policy = { Version: "2012-10-17", Statement: left };
      for (const by of strangers) {
        if (allows(policy, by)) counts.strangers += 1;
        expect(allows(after, by)).toBe(false);
      }
      for (const by of allowedCallers) {
        const isAllowed = allows(after, by);
        if (isAllowed) counts.allowed += 1;
        expect(isAllowed).toBe(allows(expected, by));
      }
    }),
    runs,
  );
  // Otherwise the property would hold of anything.
  expect(Math.min(counts.strangers, counts.allowed)).toBeGreaterThan(runs.numRuns / 4);
});

test("what is left is just what may stay, in its order", () => {
  fc.assert(
    fc.property(texts, ({ text, left }) => {
      expect(asPolicy(tightened(text))?.Statement ?? []).toStrictEqual(left);
    }),
    runs,
  );
});

test("tightening only strikes out, keeps every Deny and every untouched statement byte for byte, and is done at once", () => {
  fc.assert(
    fc.property(texts, ({ text }) => {
      const before = statementsOf(text);
      const after = tightened(text);
      const left = statementsOf(after);
      const denials = (all: typeof before) => all.filter((one) => one.effect === "Deny");
      expect(denials(left)).toStrictEqual(denials(before));
      for (const one of left) expect(before.some((whole) => isStruckFrom(one.text, whole.text))).toBe(true);
      if (after === undefined) return;
      expect(isStruckFrom(after, text)).toBe(true);
      expect(tighten(after, allowed)).toStrictEqual({ kind: "unchanged" });
    }),
    runs,
  );
});

test("a policy is unchanged exactly if it lets in no stranger", () => {
  fc.assert(
    fc.property(texts, ({ text }) => {
      const read = readPolicy(text);
      const found = read.kind === "policy" ? strangersIn(read, allowed) : [];
      expect(tighten(text, allowed).kind === "unchanged").toBe(found.length === 0);
    }),
    runs,
  );
});

test("no policy whatsoever, and no settings, make it allow anybody what was not allowed", () => {
  const policies = policyOf(statement(effect, true));
  const settings = fc.record<AllowedPrincipals>({
    account: fc.constant(own),
    ownAccount: fc.constantFrom("whole", "listed"),
    accounts: fc.subarray(["444455556666", own]),
    principals: fc.subarray([`arn:aws:iam::${own}:role/*`, "arn:aws:iam::*:user/orders"]),
    organizations: fc.constant([]),
    services: fc.subarray(["events.amazonaws.com", "sns.amazonaws.com"]),
  });
  fc.assert(
    fc.property(policies, settings, request, (policy, by, asked) => {
      const after = tightened(JSON.stringify(policy), by);
      const resource = after === undefined ? {} : { resource: JSON.parse(after) };
      const isAllowed = evaluate(asked, { identity: [], ...resource }).allowed;
      expect(!isAllowed || evaluate(asked, { identity: [], resource: policy }).allowed).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test("whatever the text, tightening does not throw", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: "binary" })), (text) => {
      expect(["unreadable", "unchanged"]).toContain(tighten(text, allowed).kind);
    }),
  );
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { samePolicy } from "../../../shared/policy/canonical.ts";
import { missingGuards } from "../../../shared/policy/guards.ts";
import { restoreStatements } from "../../../shared/policy/restore.ts";
import { evaluate } from "../../lab/iam/evaluate.ts";
import { allow, policy as policyWith } from "../../lab/iam/example-requests.ts";
import { parsePolicy } from "../../lab/iam/parse-policy.ts";
import { allowedCallers, shares, strangers } from "./arbitrary-shares.ts";
import { isStruckFrom } from "./struck.ts";
import { written } from "./written.ts";

const policies = shares.map(({ policy }) => policy);
const texts = policies.chain(written);
const restored = (text: string, baseline: string): string => {
  const result = restoreStatements(text, baseline);
  if (result.kind === "unreadable" || result.kind === "conflict") throw new Error(result.reason);
  return result.kind === "text" ? result.text : text;
};
const missing = (text: string, baseline: string) => {
  const result = missingGuards(text, baseline);
  if (result.kind === "unreadable") throw new Error(result.reason);
  return result.missing;
};

test("once put back, nothing is missing; every byte of both is there, and doing it again changes nothing", () => {
  fc.assert(
    fc.property(texts, texts, (live, baseline) => {
      const gone = missing(live, baseline);
      const after = restored(live, baseline);
      expect(missing(after, baseline)).toStrictEqual([]);
      expect(restoreStatements(after, baseline)).toStrictEqual({ kind: "unchanged" });
      expect(isStruckFrom(live, after)).toBe(true);
      for (const { text } of gone) expect(after).toContain(text);
      expect(missing(after, live)).toStrictEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("what the baseline denies is denied again, and nothing is allowed that neither of the two allows", () => {
  const everything = { identity: [policyWith(allow("*"))] };
  fc.assert(
    fc.property(texts, texts, (live, baseline) => {
      const read = (text: string) => parsePolicy(text, "the policy", "resource");
      const [before, wanted, after] = [read(live), read(baseline), read(restored(live, baseline))];
      for (const by of [...allowedCallers, ...strangers]) {
        const decides = (resource: typeof after) => evaluate(by, { ...everything, resource });
        const decision = decides(wanted);
        const isDenied = !decision.allowed && decision.because.startsWith("with an explicit deny");
        const { allowed } = decides(after);
        expect(allowed && isDenied).toBe(false);
        expect(!allowed || decides(before).allowed || decision.allowed).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

test("from nothing, the baseline comes back as it was", () => {
  fc.assert(
    fc.property(texts, (baseline) => {
      expect(restoreStatements(undefined, baseline)).toStrictEqual({ kind: "text", text: baseline });
      expect(samePolicy(restored('{"Version":"2012-10-17","Statement":[]}', baseline), baseline)).toBe(true);
    }),
  );
});

test("whatever the texts, nothing throws", () => {
  const any = fc.oneof(fc.string(), fc.json(), texts);
  fc.assert(
    fc.property(any, any, (a, b) => {
      expect(typeof samePolicy(a, b)).toBe("boolean");
      expect(["unreadable", "guards"]).toContain(missingGuards(a, b).kind);
      expect(["unreadable", "text", "unchanged"]).toContain(restoreStatements(a, b).kind);
    }),
  );
});

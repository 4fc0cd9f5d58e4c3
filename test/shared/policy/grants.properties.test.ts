import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Grant, grantOf, widens } from "../../../shared/policy/grants.ts";
import { compile, matches } from "../../../shared/policy/pattern.ts";
import { readPolicy } from "../../../shared/policy/read-policy.ts";
import { effect, policyOf, statement } from "../../lab/iam/arbitrary-policies.ts";
import { evaluate } from "../../lab/iam/evaluate.ts";
import { account, byUser } from "../../lab/iam/example-requests.ts";
import type { Policy, Statement } from "../../lab/iam/types.ts";

const read = (policy: object) => {
  const result = readPolicy(JSON.stringify(policy));
  if (result.kind === "unreadable") throw new Error(result.reason);
  return result;
};

interface Asked {
  readonly action: string;
  readonly resource: string;
}
const asked: fc.Arbitrary<Asked> = fc.record({
  action: fc.constantFrom("kinesis:StopStreamEncryption", "kms:Decrypt", "KINESIS:putrecord"),
  resource: fc.constantFrom(
    `arn:aws:kinesis:us-east-1:${account}:stream/orders`,
    `arn:aws:kinesis:us-east-1:${account}:stream/${account}`,
    "arn:aws:s3:::orders",
    "*",
  ),
});
const grantedBy = (policies: readonly Policy[], { action, resource }: Asked): Grant | undefined =>
  grantOf(policies.map(read), action, resource);

const anything = statement(effect);
const allowing = statement(fc.constant("Allow"));
const policies = fc.array(policyOf(anything), { minLength: 1, maxLength: 2 });
const one = (...statements: readonly Statement[]): Policy => ({ Version: "2012-10-17", Statement: statements });
const runs = { numRuns: 1000 };

/** A grant without the order in which it tells what it tells. */
const unordered = (grant: Grant | undefined) =>
  grant &&
  [grant.allowedIf, grant.deniedIf].map((all) => all.map((conditions) => JSON.stringify(conditions)).toSorted());

const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });

/** Every list that is in a value, in another order. */
const mixed = (value: unknown): fc.Arbitrary<unknown> => {
  if (Array.isArray(value)) return fc.tuple(...value.map(mixed)).chain(shuffled);
  if (typeof value !== "object" || value === null) return fc.constant(value);
  return fc
    .tuple(...Object.entries(value).map(([key, inner]) => fc.tuple(fc.constant(key), mixed(inner))))
    .chain(shuffled)
    .map((members) => Object.fromEntries(members));
};

test("no policy is wider than itself", () => {
  let granted = 0;
  fc.assert(
    fc.property(policies, asked, (all, by) => {
      const grant = grantedBy(all, by);
      if (grant) granted += 1;
      expect(widens(grant, grant)).toBe(false);
    }),
    runs,
  );
  // Otherwise the property would hold of anything.
  expect(granted).toBeGreaterThan(runs.numRuns / 10);
});

test("the order of policies, statements, elements and values does not matter", () => {
  const pairs = policies.chain((all) => fc.tuple(fc.constant(all), mixed(all) as fc.Arbitrary<readonly Policy[]>));
  fc.assert(
    fc.property(pairs, asked, ([all, other], by) => {
      expect(unordered(grantedBy(other, by))).toStrictEqual(unordered(grantedBy(all, by)));
    }),
    runs,
  );
});

test("one more Allow takes nothing away, one more Deny adds nothing", () => {
  fc.assert(
    fc.property(policies, allowing, asked, (all, added, by) => {
      const before = grantedBy(all, by);
      expect(widens(before, grantedBy([...all, one(added)], by))).toBe(false);
      expect(widens(grantedBy([...all, one({ ...added, Effect: "Deny" })], by), before)).toBe(false);
    }),
    runs,
  );
});

test("of what is denied outright nothing is left, whatever else is said and wherever", () => {
  const Deny: Statement = { Effect: "Deny", Action: "*", Resource: "*" };
  fc.assert(
    fc.property(policies, asked, (all, by) => {
      expect(grantedBy([...all, one(Deny)], by)).toBeUndefined();
      expect(grantedBy([one(Deny, { ...Deny, Effect: "Allow" }), ...all], by)).toBeUndefined();
    }),
    runs,
  );
});

describe("an element and its opposite complement each other", () => {
  const oneOrMore = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: 1, maxLength: 3 });
  const actions = oneOrMore(fc.constantFrom("*", "kinesis:*", "kinesis:?top*", "KMS:decrypt", "*Record", "kms:*"));
  const resources = oneOrMore(
    fc.constantFrom("*", "arn:aws:s3:::*", "arn:aws:kinesis:*:*:stream/o*", `arn:aws:kinesis:*:${account}:*`, "a${*}"),
  );

  test("Action and NotAction of the same values: just one of them grants", () => {
    fc.assert(
      fc.property(actions, asked, (values, by) => {
        const grants = [{ Action: values }, { NotAction: values }].map((named) =>
          grantedBy([one({ Effect: "Allow", Resource: "*", ...named })], by),
        );
        expect(grants.filter((grant) => grant !== undefined)).toStrictEqual([{ allowedIf: [[]], deniedIf: [] }]);
      }),
    );
  });

  test("Resource and NotResource of the same values without variables: just one of them grants", () => {
    fc.assert(
      fc.property(resources, asked, (values, by) => {
        const grants = [{ Resource: values }, { NotResource: values }].map((named) =>
          grantedBy([one({ Effect: "Allow", Action: "*", ...named })], by),
        );
        expect(grants.filter((grant) => grant !== undefined)).toStrictEqual([{ allowedIf: [[]], deniedIf: [] }]);
      }),
    );
  });
});

describe("against requests", () => {
  const context = fc.dictionary(
    fc.constantFrom("aws:SourceIp", "aws:SecureTransport", "aws:PrincipalArn", "aws:TokenIssueTime"),
    fc.constantFrom("true", "10.1.2.3", "2025-05-05T05:05:05Z", `arn:aws:iam::${account}:role/orders`),
  );
  const isAllowed = (identity: readonly Policy[], { action, resource }: Asked, values: Record<string, string>) =>
    evaluate(byUser("orders", { action, resources: [resource], context: values }), { identity }).allowed;

  test("what is not granted is allowed to nobody", () => {
    fc.assert(
      fc.property(policies, asked, context, (all, by, values) => {
        fc.pre(isAllowed(all, by, values));
        expect(grantedBy(all, by)).toBeDefined();
      }),
    );
  });

  test("what is not wider allows no request that was not allowed before", () => {
    let notWider = 0;
    const changed = fc
      .array(anything, { minLength: 1, maxLength: 4 })
      .chain((before) =>
        fc.tuple(fc.constant(before), fc.subarray(before, { minLength: 1 }), fc.array(anything, { maxLength: 1 })),
      );
    fc.assert(
      fc.property(changed, asked, context, ([before, kept, added], by, values) => {
        const now = [...kept, ...added];
        const [grant, earlier] = [grantedBy([one(...now)], by), grantedBy([one(...before)], by)];
        if (widens(grant, earlier)) return;
        if (grant) notWider += 1;
        expect(isAllowed([one(...now)], by, values) && !isAllowed([one(...before)], by, values)).toBe(false);
      }),
      { numRuns: 3000 },
    );
    expect(notWider).toBeGreaterThan(300);
  });
});

describe("patterns", () => {
  const shortText = fc.string({ unit: fc.constantFrom("a", "b", ":", "*", "?", ".", "$", "{", "😀"), maxLength: 6 });
  const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, "\\$&");
  const asRegex = (pattern: string) =>
    new RegExp(
      `^${Array.from(pattern, (part) => (part === "*" ? ".*" : part === "?" ? "." : escaped(part))).join("")}$`,
      "su",
    );

  test("match exactly what the equivalent regular expression matches", () => {
    const counts = { yes: 0, no: 0 };
    fc.assert(
      fc.property(shortText, shortText, (pattern, text) => {
        const expected = asRegex(pattern).test(text);
        counts[expected ? "yes" : "no"] += 1;
        expect(matches(compile(pattern, false), text)).toBe(expected);
        // There is no closing brace, so there are no variables.
        expect(compile(pattern, true)).toStrictEqual(compile(pattern, false));
      }),
      { numRuns: 5000 },
    );
    expect(Math.min(counts.yes, counts.no)).toBeGreaterThan(100);
  });

  test("with a variable match what they do with a * in its place, and name the variable", () => {
    fc.assert(
      fc.property(shortText, shortText, shortText, (before, after, text) => {
        // A brace that is open already would take in the variable.
        fc.pre(!/\$\{|\$$/.test(before));
        const pattern = compile(`${before}\${aws:username}${after}`, true);
        expect(pattern.variables).toStrictEqual(["aws:username"]);
        expect(matches(pattern, text)).toBe(asRegex(`${before}*${after}`).test(text));
      }),
      { numRuns: 2000 },
    );
  });

  test("whose wildcards are written as characters match nothing but them", () => {
    fc.assert(
      fc.property(shortText, shortText, (text, other) => {
        const pattern = compile(
          text.replaceAll(/[*?$]/g, (character) => `\${${character}}`),
          true,
        );
        expect(matches(pattern, text)).toBe(true);
        expect(matches(pattern, other)).toBe(other === text);
      }),
    );
  });

  test("that are made to backtrack are decided at once", () => {
    const started = performance.now();
    expect(matches(compile(`${"a*".repeat(40)}b`, false), "a".repeat(4000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

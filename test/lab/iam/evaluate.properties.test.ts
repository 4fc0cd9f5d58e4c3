import * as fc from "fast-check";
import { expect, test } from "vitest";
import { effect, options, policies, policyOf, request, statement } from "./arbitrary-policies.ts";
import { evaluate } from "./evaluate.ts";
import { asList } from "./one-or-many.ts";
import { parsePolicy } from "./parse-policy.ts";
import { isService } from "./principals.ts";
import type { Policies, Policy, Statement } from "./types.ts";

const withStatement = (policy: Policy | undefined, added: Statement): Policy => ({
  Version: "2012-10-17",
  Statement: [...(policy ? asList(policy.Statement) : []), added],
});

/** The statement put into each place where a policy stands already, so that no new kind of policy begins to limit. */
const placesFor = (all: Policies, plain: Statement, named: Statement): readonly Policies[] => [
  { ...all, identity: [...all.identity, withStatement(undefined, plain)] },
  ...(all.boundary ? [{ ...all, boundary: withStatement(all.boundary, plain) }] : []),
  ...(all.session?.length ? [{ ...all, session: [...all.session, withStatement(undefined, plain)] }] : []),
  ...(all.organization?.length
    ? [{ ...all, organization: all.organization.map((level) => [...level, withStatement(undefined, plain)]) }]
    : []),
  { ...all, resource: withStatement(all.resource, named) },
];

const runs = { numRuns: 1000 };
const only = (value: Statement["Effect"]) => fc.constant(value);

test("every well-formed set of policies is decided, with an ending that AWS writes", () => {
  const ending =
    /^(because no (identity-based policy|permissions boundary|session policy|resource-based policy|service control policy) allows the \S+ action|with an explicit deny in (an identity-based policy|a permissions boundary|a session policy|a resource-based policy|a service control policy))$/;
  let allowed = 0;
  fc.assert(
    fc.property(request, policies, options, (asked, all, how) => {
      const decision = evaluate(asked, all, how);
      if (decision.allowed) allowed += 1;
      expect(decision.allowed ? "because no session policy allows the x action" : decision.because).toMatch(ending);
    }),
    runs,
  );
  expect(allowed).toBeGreaterThan(runs.numRuns / 20);
});

test("a Deny more, anywhere, never allows what was denied", () => {
  fc.assert(
    fc.property(
      request,
      policies,
      options,
      statement(only("Deny")),
      statement(only("Deny"), true),
      (asked, all, how, plain, named) => {
        fc.pre(!evaluate(asked, all, how).allowed);
        for (const more of placesFor(all, plain, named)) expect(evaluate(asked, more, how).allowed).toBe(false);
      },
    ),
    runs,
  );
});

test("an Allow more, anywhere, never denies what was allowed", () => {
  fc.assert(
    fc.property(
      request,
      policies,
      options,
      statement(only("Allow")),
      statement(only("Allow"), true),
      (asked, all, how, plain, named) => {
        fc.pre(evaluate(asked, all, how).allowed);
        for (const more of placesFor(all, plain, named)) expect(evaluate(asked, more, how).allowed).toBe(true);
      },
    ),
    runs,
  );
});

test("a Deny of everything, wherever it reaches the caller, denies everything", () => {
  const plain: Statement = { Effect: "Deny", Action: "*", Resource: "*" };
  fc.assert(
    fc.property(request, policies, options, (asked, all, how) => {
      const places = placesFor(all, plain, { ...plain, Principal: "*" });
      for (const more of isService(asked) ? places.slice(-1) : places) {
        const decision = evaluate(asked, more, how);
        expect(decision.allowed ? "allowed" : decision.because).toMatch(/^with an explicit deny in /);
      }
    }),
    runs,
  );
});

test("adding a boundary, session policies or a level never allows what was denied", () => {
  fc.assert(
    fc.property(request, policies, options, policyOf(statement(effect)), (asked, all, how, limit) => {
      fc.pre(!evaluate(asked, all, how).allowed);
      const { boundary = limit, organization = [] } = all;
      expect(evaluate(asked, { ...all, boundary }, how).allowed).toBe(false);
      expect(evaluate(asked, { ...all, organization: [...organization, [limit]] }, how).allowed).toBe(false);
    }),
    runs,
  );
});

test("a policy read back from its JSON text decides the same", () => {
  const reread = (policy: Policy, kind: "identity" | "resource") => parsePolicy(JSON.stringify(policy), "test", kind);
  fc.assert(
    fc.property(request, policies, options, (asked, all, how) => {
      const { boundary, resource: own, session, organization } = all;
      const again: Policies = {
        identity: all.identity.map((policy) => reread(policy, "identity")),
        ...(boundary && { boundary: reread(boundary, "identity") }),
        ...(own && { resource: reread(own, "resource") }),
        ...(session && { session: session.map((policy) => reread(policy, "identity")) }),
        ...(organization && {
          organization: organization.map((level) => level.map((policy) => reread(policy, "identity"))),
        }),
      };
      expect(evaluate(asked, again, how)).toEqual(evaluate(asked, all, how));
    }),
  );
});

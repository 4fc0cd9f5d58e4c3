import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidOrder, type Order, readOrder } from "../../../shared/incident/order.ts";
import { restore } from "../notice/incidents.ts";

const step: Order = { kind: "step", incident: "incident-1", step: restore.id };
const undo: Order = { ...step, kind: "undo" };
const recheck: Order = { ...step, kind: "recheck", look: 1 };

/** The order as it was read, or the error that was thrown. */
const readOrThrown = (json: string): unknown => {
  try {
    return readOrder(json);
  } catch (error) {
    return error;
  }
};

const problemOf = (value: unknown): string => {
  const error = readOrThrown(typeof value === "string" ? value : JSON.stringify(value));
  if (!(error instanceof InvalidOrder)) throw new Error("the order was not refused as it should be", { cause: error });
  return error.message;
};

describe("an order comes out of a queue as it went in", () => {
  test.each([step, undo, recheck])("$kind", (order) => {
    expect(readOrder(JSON.stringify(order))).toStrictEqual(order);
  });

  test("whatever the names of its incident and step are: the ledger knows them or not", () => {
    const name = fc.string({ unit: "binary", minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(fc.constantFrom("step" as const, "undo" as const), name, name, (kind, incident, id) => {
        const order: Order = { kind, incident, step: id };
        expect(readOrder(JSON.stringify(order))).toStrictEqual(JSON.parse(JSON.stringify(order)));
      }),
    );
  });
});

describe("an order says nothing of what is to be done: that is read from the ledger", () => {
  test.each<[string, unknown]>([
    ["a whole step in place of its name", { ...step, step: restore }],
    ["an action's name in place of the step's, in a list", { ...step, step: [restore.action] }],
  ])("%s is refused", (_, order) => {
    expect(problemOf(order)).toBe("step: expected string");
  });

  test.each<[string, unknown]>([
    ["an action", restore.action],
    ["params", restore.params],
    ["detection", restore.detection],
    ["resource", restore.resource],
    ["replayed", false],
    ["change", { resource: "x", before: {}, after: {} }],
    ["mode", "enforce"],
  ])("with %s of its own it is refused", (field, value) => {
    for (const order of [step, undo])
      expect(problemOf({ ...order, [field]: value })).toBe("the order: expected no other fields");
  });

  test("whatever is read has these three fields and no others", () => {
    const near = fc.record(
      {
        kind: fc.constantFrom("step", "undo"),
        incident: fc.oneof(fc.string(), fc.jsonValue()),
        step: fc.oneof(fc.string(), fc.jsonValue()),
        action: fc.jsonValue(),
        params: fc.jsonValue(),
      },
      { requiredKeys: ["kind", "incident", "step"] },
    );
    fc.assert(
      fc.property(near, (order) => {
        const came = readOrThrown(JSON.stringify(order));
        if (came instanceof InvalidOrder) return;
        expect(Object.keys(Object(came))).toStrictEqual(["kind", "incident", "step"]);
        for (const value of Object.values(Object(came))) expect(value).toBeTypeOf("string");
      }),
      { numRuns: 500 },
    );
  });
});

describe("an order that is not good is refused, and the problem says where", () => {
  test.each<[string, unknown, RegExp]>([
    ["no JSON", "{", /^the order is not JSON \(1 characters\)$/],
    ["a bare value", 3, /^the order: expected Object$/],
    ["a list", "[]", /^(the order|kind): expected .+$/],
    ["no kind", {}, /^kind: expected .+$/],
    ["another kind", { ...undo, kind: "delete" }, /^kind: expected \("step" \| "undo" \| "recheck"\)$/],
    ["no incident", { ...undo, incident: undefined }, /^incident: expected .+$/],
    ["an incident that is a number", { ...undo, incident: 1 }, /^incident: expected string$/],
    ["an incident that is null", { ...step, incident: null }, /^incident: expected string$/],
    ["an undo without its step", { ...undo, step: undefined }, /^step: expected .+$/],
    ["a step without its name", { ...step, step: undefined }, /^step: expected .+$/],
    ["a look again that is the none", { ...recheck, look: 0 }, /^look: expected .+$/],
    ["a look again that is half a one", { ...recheck, look: 1.5 }, /^look: expected .+$/],
    ["a look again that is not counted", { ...recheck, look: undefined }, /^look: expected .+$/],
    ["a step that counts looks", { ...step, look: 1 }, /^the order: expected no other fields$/],
    ["something more than an order has", { ...undo, force: true }, /^the order: expected no other fields$/],
  ])("%s", (_, order, problem) => {
    expect(problemOf(order)).toMatch(problem);
  });

  test.each(["incident", "step"])("an empty %s: what was expected is said in words", (field) => {
    for (const order of [step, undo])
      expect(problemOf({ ...order, [field]: "" })).toBe(`${field}: expected a text that is not empty`);
  });

  test.each(["incident", "step"])("the %s may have 300 characters and no more", (field) => {
    const named = (length: number) => JSON.stringify({ ...step, [field]: "x".repeat(length) });
    expect(readOrder(named(300))).toMatchObject({ [field]: "x".repeat(300) });
    expect(problemOf(named(301))).toBe(`${field}: expected at most 300 characters`);
  });

  test("the problem fits into a message attribute of SQS: short, without control characters, none of the order's own words", () => {
    const secret = "SECRET".repeat(1_000);
    const orders = [
      ...[secret, "a\u0000b\nc", "\ud800"].map((name) => ({ ...undo, [name]: 1 })),
      { ...undo, kind: secret },
      { ...undo, incident: secret },
      { ...step, step: secret },
      { ...step, step: { [secret]: secret } },
    ];
    for (const order of orders) {
      const problem = problemOf(order);
      expect(problem.length).toBeLessThanOrEqual(300);
      expect(problem).toMatch(/^[\u0020-\u007e]+$/);
      expect(problem).not.toContain("SECRET");
    }
  });
});

test("nothing that can stand in a queue brings about another error than InvalidOrder", () => {
  const odd = fc.oneof(fc.jsonValue(), fc.constant(undefined));
  const near = fc
    .tuple(fc.constantFrom(step, undo, recheck), fc.constantFrom("kind", "incident", "step", "look"), odd)
    .map(([order, field, value]) => JSON.stringify({ ...order, [field]: value }));
  const texts = fc.oneof(fc.string({ unit: "binary" }), fc.json(), near);
  fc.assert(
    fc.property(texts, (json) => {
      expect(readOrThrown(json)).toSatisfy(
        (came) => came instanceof InvalidOrder || Object.hasOwn(Object(came), "kind"),
      );
    }),
    { numRuns: 1_000 },
  );
});

test("nesting of 100,000 levels is refused, and does not end the program", () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  expect(() => readOrder(deep)).toThrow(InvalidOrder);
  for (const field of ["step", "more"]) {
    const order = JSON.stringify({ ...step, [field]: "DEEP" }).replace('"DEEP"', deep);
    expect(() => readOrder(order)).toThrow(InvalidOrder);
  }
});

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidOrder, orderFor, readOrder } from "../../../shared/incident/order.ts";
import { restore } from "../notice/incidents.ts";

const step = orderFor("incident-1", restore);
const undo = { kind: "undo", incident: "incident-1", step: restore.id } as const;

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
  test.each([step, undo])("$kind", (order) => {
    expect(readOrder(JSON.stringify(order))).toStrictEqual(order);
  });

  test("whatever its step's parameters are: the action checks them", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (params) => {
        const order = orderFor("incident-1", { ...restore, params });
        expect(readOrder(JSON.stringify(order))).toStrictEqual(JSON.parse(JSON.stringify(order)));
      }),
    );
  });
});

describe("an order that is not good is refused, and the problem says where", () => {
  const without = (field: keyof typeof restore) => ({ ...step, step: { ...step.step, [field]: undefined } });
  test.each<[string, unknown, RegExp]>([
    ["no JSON", "{", /^the order is not JSON \(1 characters\)$/],
    ["a bare value", 3, /^the order: expected Object$/],
    ["no kind", {}, /^kind: expected \("step" \| "undo"\)$/],
    ["another kind", { ...undo, kind: "delete" }, /^kind: expected \("step" \| "undo"\)$/],
    ["no incident", { ...undo, incident: undefined }, /^incident: expected .+$/],
    ["an undo without its step", { ...undo, step: undefined }, /^step: expected .+$/],
    ["an undo whose step is no name", { ...undo, step: restore }, /^(kind|step): expected .+$/],
    ["a step that is a name", { ...step, step: "1" }, /^(kind|step): expected .+$/],
    ["a step without an id", without("id"), /^step\.id: expected .+$/],
    ["a step without an action", without("action"), /^step\.action: expected .+$/],
    ["a step without parameters", without("params"), /^step\.params: expected .+$/],
    ["a step that answers nothing", without("detection"), /^step\.detection: expected .+$/],
    ["a step without a resource", without("resource"), /^step\.resource: expected .+$/],
    [
      "a resource without an id",
      { ...step, step: { ...step.step, resource: { type: "t" } } },
      /^step\.resource\.id: expected .+$/,
    ],
    ["something more than an order has", { ...undo, force: true }, /expected never$/],
  ])("%s", (_, order, problem) => {
    expect(problemOf(order)).toMatch(problem);
  });

  test("an empty incident: what was expected is said in words", () => {
    expect(problemOf({ ...undo, incident: "" })).toMatch(/^incident: expected [a-z ]+$/);
  });

  test("the problem fits into a message attribute of SQS: short, without control characters, none of the order's own words", () => {
    const secret = "SECRET".repeat(1_000);
    for (const name of [secret, "a\u0000b\nc", "\ud800"]) {
      const problem = problemOf({ ...undo, [name]: 1 });
      expect(problem.length).toBeLessThanOrEqual(300);
      expect(problem).toMatch(/^[\u0020-\u007e]+$/);
      expect(problem).not.toContain("SECRET");
    }
  });
});

test("nothing that can stand in a queue brings about another error than InvalidOrder", () => {
  const odd = fc.oneof(fc.jsonValue(), fc.constant(undefined));
  const near = fc
    .tuple(fc.constantFrom(step, undo), fc.constantFrom("kind", "incident", "step"), odd)
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

test("nesting of 100,000 levels is refused or read, but does not end the program", () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  expect(() => readOrder(deep)).toThrow(InvalidOrder);
  const order = JSON.stringify({ ...step, step: { ...step.step, params: "DEEP" } }).replace('"DEEP"', deep);
  expect(readOrder(order).kind).toBe("step");
});

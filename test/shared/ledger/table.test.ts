import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expiry, fromValues, ifAllowed, keys, toValues } from "../../../shared/ledger/table.ts";
import { refused } from "../in-memory.ts";

test("an item goes in as DynamoDB spells it", () => {
  expect(toValues({ pk: "incident#1", lease: 7, empty: "" })).toStrictEqual({
    pk: { S: "incident#1" },
    lease: { N: "7" },
    empty: { S: "" },
  });
});

test("an item comes back as it went in", () => {
  const number = fc
    .oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e100, max: 1e100 }))
    .map((n) => n + 0);
  const value = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), number);
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value), (item) => {
      // Through JSON, as on the way to DynamoDB and back.
      const stored = JSON.parse(JSON.stringify(toValues(item)));
      expect(Object.entries(fromValues(stored))).toEqual(Object.entries(item));
    }),
    { numRuns: 500 },
  );
});

test("a number of DynamoDB's own spelling is read", () => {
  expect(fromValues({ lease: { N: "1.5E+3" }, text: { S: "1" } })).toStrictEqual({ lease: 1500, text: "1" });
});

test("no two kinds of item can have the same key, whatever their ids are", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      expect(new Set([keys.incident(one), keys.unreadable(other), keys.call(other)]).size).toBe(3);
      expect(new Set([keys.found, keys.told, keys.step(one)]).size).toBe(3);
      expect(keys.incident(one) === keys.incident(other)).toBe(one === other);
    }),
  );
});

test("an item goes so many days after now, in whole Unix seconds", () => {
  expect(expiry(new Date("2026-09-19T00:00:00.999Z"), 15)).toBe(Date.parse("2026-10-04T00:00:00Z") / 1000);
});

describe("a conditional write", () => {
  test("that went through is true", async () => {
    expect(await ifAllowed(Promise.resolve({}))).toBe(true);
  });

  test("whose condition did not hold is false", async () => {
    expect(await ifAllowed(Promise.reject(refused("ConditionalCheckFailedException")))).toBe(false);
  });

  test("that failed otherwise is neither", async () => {
    await expect(ifAllowed(Promise.reject(refused("ProvisionedThroughputExceededException")))).rejects.toThrow(
      "ProvisionedThroughputExceededException was answered",
    );
  });
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Json, PolicyUnreadable, readJson } from "../../../shared/policy/json.ts";
import { written } from "./written.ts";

/** The value that was read, made of the parts alone. */
const readBack = (json: Json): unknown => {
  if (json.kind === "string") return json.value;
  if (json.kind === "word") return JSON.parse(json.value);
  if (json.kind === "list") return json.items.map(readBack);
  return Object.fromEntries(json.members.map(({ key, value }) => [key, readBack(value)]));
};

const partsOf = (json: Json): readonly Json[] => {
  if (json.kind === "list") return [json, ...json.items.flatMap(partsOf)];
  return json.kind === "object" ? [json, ...json.members.flatMap(({ value }) => partsOf(value))] : [json];
};

test("JSON in any hand is read as JSON.parse reads it, and every part knows its place", () => {
  const hands = fc.jsonValue({ maxDepth: 5 }).chain(written);
  fc.assert(
    fc.property(hands, (text) => {
      const json = readJson(text);
      expect(readBack(json)).toEqual(JSON.parse(text));
      for (const part of partsOf(json)) expect(JSON.parse(text.slice(part.start, part.end))).toEqual(readBack(part));
    }),
    { numRuns: 300 },
  );
});

test("a member reaches from the quote of its key to the end of its value", () => {
  const text = '{ "a" : 1 , "\\u0062\\"" : [ "x" ] }';
  const json = readJson(text);
  const members = json.kind === "object" ? json.members : [];
  expect(members.map(({ key, start, end }) => [key, text.slice(start, end)])).toStrictEqual([
    ["a", '"a" : 1'],
    ['b"', '"\\u0062\\"" : [ "x" ]'],
  ]);
});

test("numbers and words are kept as they are written", () => {
  expect(readJson("[1.50, -0, 2e3, true, null]")).toMatchObject({
    items: [{ value: "1.50" }, { value: "-0" }, { value: "2e3" }, { value: "true" }, { value: "null" }],
  });
});

test.each([
  ["", "it is not JSON"],
  ["{", "it is not JSON"],
  ["{'a': 1}", "it is not JSON"],
  ['{"a": 1,}', "it is not JSON"],
  ['{"a": 1} // note', "it is not JSON"],
  ['\uFEFF{"a": 1}', "it is not JSON"],
  ['["\\x41"]', "it is not JSON"],
  ["[01]", "it is not JSON"],
  ['{"a": 1, "b": {"c": 1, "c": 1}}', '"c" stands twice in one object'],
  ['{"a": 1, "\\u0061": 2}', '"a" stands twice in one object'],
  ['{"__proto__": 1, "__proto__": 2}', '"__proto__" stands twice in one object'],
  ["[".repeat(100_000) + "]".repeat(100_000), "it is nested deeper than any policy"],
])("%#: refused, and it is said why", (text, reason) => {
  expect(() => readJson(text)).toThrow(new PolicyUnreadable(reason));
});

test("a long text is read in time", () => {
  const text = JSON.stringify(Array.from({ length: 50_000 }, (_, index) => `${index}\\"`));
  const started = performance.now();
  expect(readJson(text).end).toBe(text.length);
  expect(performance.now() - started).toBeLessThan(1000);
});

import { describe, expect, it } from "vitest";
import { matches } from "./pattern.ts";

const event = { eventName: "MODIFY", dynamodb: { Keys: { pk: { S: "incident#1" } } }, size: 5, tags: ["x", "y"] };

describe("a filter pattern", () => {
  it.each([
    { eventName: ["INSERT", "MODIFY"] },
    { dynamodb: { Keys: { pk: { S: [{ prefix: "incident#" }] } } } },
    { dynamodb: { Keys: { pk: { S: [{ suffix: "#1" }] } } } },
    { size: [{ numeric: [">", 0, "<=", 5] }] },
    { tags: ["y"] },
    { missing: [{ exists: false }] },
    { eventName: [{ "anything-but": ["REMOVE"] }] },
    { eventName: [{ "anything-but": { prefix: "REM" } }] },
    { eventName: [{ "equals-ignore-case": "modify" }] },
    { $or: [{ size: [6] }, { size: [5] }] },
  ])("lets the event pass: %j", (pattern) => {
    expect(matches(pattern, event)).toBe(true);
  });

  it.each([
    { eventName: ["INSERT"] },
    { eventName: ["MODIFY"], size: [6] },
    { dynamodb: { Keys: { pk: { S: [{ prefix: "lease#" }] } } } },
    { size: [{ numeric: [">", 5] }] },
    { size: ["5"] },
    { eventName: [{ exists: false }] },
    { missing: [{ "anything-but": ["x"] }] },
    { missing: { deep: ["x"] } },
    { $or: [{ size: [6] }, { size: [7] }] },
  ])("holds the event back: %j", (pattern) => {
    expect(matches(pattern, event)).toBe(false);
  });

  it("is refused when it has an operator that is not known", () => {
    expect(() => matches({ eventName: [{ like: "M%" }] }, event)).toThrow("like");
  });
});

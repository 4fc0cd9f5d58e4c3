import { expect, test } from "vitest";
import { failed } from "../../../shared/incident/outcome.ts";

test("of an error its name and the first of its message are told", () => {
  const error = Object.assign(new Error("x".repeat(400)), { name: "AccessDeniedException" });
  expect(failed(error)).toStrictEqual({ type: "failed", error: `AccessDeniedException: ${"x".repeat(300)}` });
});

test.each([
  [undefined, "undefined"],
  [null, "null"],
  ["a text", "a text"],
  [7, "7"],
])("%j, thrown, is a failure as well", (thrown, told) => {
  expect(failed(thrown)).toStrictEqual({ type: "failed", error: `Error: ${told}` });
});

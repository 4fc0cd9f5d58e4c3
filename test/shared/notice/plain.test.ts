import { expect, test } from "vitest";
import { ascii, highest, plain } from "../../../shared/notice/plain.ts";

test.each([
  ["a\nb\r\nc", "a b c"],
  ["\u001b[31mred\u001b[0m", "[31mred [0m"],
  ["  around  ", "around"],
  ["Grüße 😀", "Grüße 😀"],
  ["see https://evil.example/a?b=1", "see https:// evil.example/a?b=1"],
  ["ftp://a://b", "ftp:// a:// b"],
  ["a:\n//b", "a: //b"],
  ["//host and a: b", "//host and a: b"],
])("%j is told as %j", (text, told) => {
  expect(plain(text, 100)).toBe(told);
});

test("a text that is too long is cut, and seen to be", () => {
  expect(plain("x".repeat(10), 10)).toBe("xxxxxxxxxx");
  expect(plain("x".repeat(11), 10)).toBe("xxxxxxx...");
});

test("for a subject, what is not ASCII becomes a question mark", () => {
  expect(ascii("Grüße\n", 100)).toBe("Gr??e?");
});

test("of no severities the highest is the lowest there is", () => {
  expect(highest([])).toBe("Low");
  expect(highest(["Medium", "Critical", "High"])).toBe("Critical");
});

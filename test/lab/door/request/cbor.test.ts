import { expect, test } from "vitest";
import { decodeCbor, encodeCborTexts } from "./cbor.ts";

const hex = (text: string) => decodeCbor(Buffer.from(text, "hex"));

test("the examples of RFC 8949, appendix A, are read as they stand there", () => {
  expect(hex("1818")).toBe(24);
  expect(hex("1a000f4240")).toBe(1_000_000);
  expect(hex("3903e7")).toBe(-1000);
  expect(hex("f93e00")).toBe(1.5);
  expect(hex("f9c400")).toBe(-4);
  expect(hex("fa47c35000")).toBe(100_000);
  expect(hex("fb3ff199999999999a")).toBe(1.1);
  expect(hex("f5")).toBe(true);
  expect(hex("f6")).toBe(null);
  expect(hex("c11a514b67b0")).toEqual(new Date("2013-03-21T20:04:00Z"));
  expect(hex("62c3bc")).toBe("ü");
  expect(hex("8301820203820405")).toEqual([1, [2, 3], [4, 5]]);
  expect(hex("bf61610161629f0203ffff")).toEqual({ a: 1, b: [2, 3] });
  expect(hex("7f657374726561646d696e67ff")).toBe("streaming");
});

test("an error answer can be read back, and a truncated body is an error", () => {
  const fields = { __type: "AccessDenied", message: "nein, öfter" };
  expect(decodeCbor(encodeCborTexts(fields))).toEqual(fields);
  expect(() => hex("1a000f")).toThrow(RangeError);
});

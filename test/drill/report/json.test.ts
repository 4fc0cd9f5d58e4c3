import * as fc from "fast-check";
import { expect, test } from "vitest";
import { hostileText, withTextsOf } from "./hostile.ts";
import { jsonReport } from "./json.ts";
import { allHeld, oneFailed } from "./sample.ts";

test("the report for machines has these keys in this order, and no others", () => {
  const [first, , last] = allHeld.attacks;
  if (!first || !last) throw new Error("the sample is too short");
  expect(jsonReport({ ...allHeld, attacks: [first, last] })).toBe(
    '{"attacks":[' +
      '{"id":"stop-encryption","holds":true,"detections":["stream-encryption-stopped"],' +
      '"outcomes":[{"action":"deactivate-access-key","type":"verified"},{"action":"restore-stream-encryption","type":"verified"}],' +
      '"contained":true,"restored":true,"undone":true,"looped":false,"messages":1,"ms":{"contained":1730,"restored":4210}},' +
      '{"id":"rotation-by-deployer","holds":true,"detections":[],"outcomes":[],"contained":null,"restored":null,"undone":null,' +
      '"looped":false,"messages":0,"ms":{"contained":null,"restored":null}}]}',
  );
});

test("it is one line for every reader of lines, and reads back as the same result", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const result = withTextsOf(oneFailed, text);
      const line = jsonReport(result);
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      const read: { readonly attacks: readonly object[] } = JSON.parse(line);
      expect(result.attacks).toMatchObject(read.attacks);
    }),
  );
});

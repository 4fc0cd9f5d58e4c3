import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Slice, type Stray, slicesIn } from "../../../shared/replay/split.ts";

/** The text in pieces of these lengths, over and over. */
async function* inPieces(text: string, lengths: readonly number[]): AsyncIterable<string> {
  for (let at = 0, piece = 0; at < text.length; piece += 1) {
    const length = lengths[piece % lengths.length] ?? text.length;
    yield text.slice(at, at + length);
    at += length;
  }
}
const found = async (text: string, lengths: readonly number[] = [text.length || 1]) => {
  const all: (Slice | Stray)[] = [];
  for await (const one of slicesIn(inPieces(text, lengths))) all.push(one);
  return all;
};
const textsOf = (all: readonly (Slice | Stray)[]) => all.flatMap((one) => ("text" in one ? [one.text] : []));

const one = '{"eventID":"1","a":{"b":["x","{"]}}';
const two = '{"eventID":"2","text":"a \\"quoted\\" ] } \\\\"}';

describe("records are found", () => {
  test.each([
    ["one a line", `${one}\n${two}\n`],
    ["one after the other", `${one}${two}`],
    ["in a list", `[${one},\n ${two}]`],
    ["in a log file", `{"Records":[${one},${two}]}`],
    ["in a log file with spaces", `{ "Records" : [ ${one} , ${two} ] }\n`],
    ["in the answer of lookup-events", `{"Events": [${one}, ${two}], "NextToken": "more"}`],
    ["in two log files, one after the other", `{"Records":[${one}]}\n{"Records":[${two}]}`],
  ])("%s", async (_, text) => {
    expect(textsOf(await found(text))).toStrictEqual([one, two]);
  });

  test("with the line that each begins in", async () => {
    expect(await found(`\n[${one},\n\n${two}]`)).toStrictEqual([
      { text: one, line: 2 },
      { text: two, line: 4 },
    ]);
  });

  test("whatever the pieces are that the text comes in", async () => {
    const records = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 6 });
    const lengths = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 });
    const form = fc.constantFrom("lines", "list", "log file");
    await fc.assert(
      fc.asyncProperty(records, lengths, form, async (all, sizes, as) => {
        const texts = all.map((record) => JSON.stringify(record));
        const text =
          as === "lines"
            ? texts.join("\n")
            : as === "list"
              ? `[${texts.join(",")}]`
              : `{"Records":[${texts.join(",")}]}`;
        // An object that looks like a log file itself is taken for one.
        fc.pre(!texts.some((record) => /"(Records|Events)"/.test(record)));
        expect(textsOf(await found(text, sizes))).toStrictEqual(texts);
      }),
      { numRuns: 300 },
    );
  });
});

describe("what is broken is told with its line, and the rest is found", () => {
  test.each([
    ["a line that breaks off within a text", `${one}\n{"eventID":"3","x":"brok\n${two}\n`, 2],
    ["a line that breaks off outside of one", `${one}\n{"eventID":"3","x":\n${two}\n`, 2],
    ["a file that breaks off", `[${one},${two},{"eventID":"3"`, 1],
  ])("%s", async (_, text, line) => {
    const all = await found(text);
    expect(textsOf(all)).toStrictEqual([one, two]);
    expect(all).toContainEqual({ line, problem: "a record breaks off" });
  });

  test("text that is no JSON at all is no record", async () => {
    expect(await found("Thu Nov 26\nhello [world]\n")).toStrictEqual([]);
  });
});

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Slice, type Stray, slicesIn } from "../../../shared/replay/split.ts";

/** The bytes in pieces of these lengths, over and over. */
async function* inPieces(bytes: Buffer, lengths: readonly number[]): AsyncIterable<Buffer> {
  for (let at = 0, piece = 0; at < bytes.length; piece += 1) {
    const length = lengths[piece % lengths.length] ?? bytes.length;
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

interface Told {
  readonly text?: string;
  readonly source?: string;
  readonly line: number;
  readonly problem?: string;
}
const toldOf = (one: Slice | Stray): Told => {
  if ("problem" in one) return one;
  const { bytes, line, source } = one;
  return { text: bytes.toString(), line, ...(source === undefined ? {} : { source }) };
};
/** What was found, each as soon as it comes: its bytes are not good for longer. */
const found = async (text: string, lengths: readonly number[] = [text.length || 1]): Promise<readonly Told[]> => {
  const all: Told[] = [];
  for await (const some of slicesIn(inPieces(Buffer.from(text), lengths))) all.push(...some.map(toldOf));
  return all;
};
const textsOf = (all: readonly Told[]) => all.flatMap(({ text }) => text ?? []);

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

  test("what is longer than any record is none, though it ends, whatever the pieces", async () => {
    const long = `{"a":[${"0,".repeat(2_500_000)}0]}`;
    const whole = await found(`${long}\n${one}`);
    expect(whole).toStrictEqual([
      { line: 1, problem: "a record breaks off" },
      { text: one, line: 2 },
    ]);
    expect(await found(`${long}\n${one}`, [1 << 20])).toStrictEqual(whole);
  });

  test("text that is no JSON at all is no record", async () => {
    expect(await found("Thu Nov 26\nhello [world]\n")).toStrictEqual([]);
  });
});

describe("the source of a record is seen", () => {
  test.each([
    ["plainly", '{"a":{"eventSource":"x"},"eventSource":"s3.amazonaws.com"}', "s3.amazonaws.com"],
    ["with spaces", '{ "eventSource" : "s3.amazonaws.com" }', "s3.amazonaws.com"],
    ["within something only", '{"a":{"eventSource":"s3.amazonaws.com"}}', undefined],
    ["as a value only", '{"a":"eventSource","b":"s3.amazonaws.com"}', undefined],
    ["twice", '{"eventSource":"s3.amazonaws.com","eventSource":"kinesis.amazonaws.com"}', undefined],
    [
      "beside an escaped text",
      '{"event\\u0053ource":"kinesis.amazonaws.com","eventSource":"s3.amazonaws.com"}',
      undefined,
    ],
    ["in an envelope", '{"eventSource":"s3.amazonaws.com","detail-type":"x","detail":{}}', undefined],
    ["in an answer of lookup-events", '{"eventSource":"s3.amazonaws.com","CloudTrailEvent":"{}"}', undefined],
    ["that is no plain text", '{"eventSource":"s3\\u002eamazonaws.com"}', undefined],
    ["that is no text", '{"eventSource":7}', undefined],
  ])("%s", async (_, text, source) => {
    const padded = text.replace("}", `,"pad":"${"x".repeat(120)}"}`);
    const [seen] = await found(text.startsWith('{"a":{') ? `${text.slice(0, -1)},"pad":"${"x".repeat(120)}"}` : padded);
    expect(seen?.source).toBe(source);
  });

  test("never as another than it is, whatever the pieces", async () => {
    const texts = fc.constantFrom("eventSource", "detail-type", "CloudTrailEvent", "s3.amazonaws.com", "a", '"', "\\");
    const values = fc.oneof(texts, fc.dictionary(texts, texts, { maxKeys: 2 }));
    const bags = fc.dictionary(texts, values, { maxKeys: 5 });
    const lengths = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(bags, { maxLength: 5 }), lengths, async (all, sizes) => {
        const lines = all.map((bag) => JSON.stringify(bag));
        const seen = await found(lines.join("\n"), sizes);
        expect(textsOf(seen)).toStrictEqual(lines);
        for (const { text, source } of seen)
          if (source !== undefined) {
            const parsed = JSON.parse(text ?? "") as Readonly<Record<string, unknown>>;
            expect(parsed["eventSource"]).toBe(source);
            expect(Object.keys(parsed)).not.toContain("detail-type");
          }
      }),
      { numRuns: 500 },
    );
  });
});

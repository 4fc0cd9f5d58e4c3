import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readFast, readSlowly } from "../../../shared/replay/read.ts";
import { slicesIn } from "../../../shared/replay/split.ts";
import { callOf, envelope, record } from "../records.ts";

const interest = { services: ["kinesis"] };
const call = callOf();
const { requestId: _, ...withoutAge } = call;

/** As an archive is read: the record is found in its bytes, and read in the fast way; the slow one is given its text. */
const fast = async (text: string) => {
  async function* whole() {
    yield Buffer.from(`${text}\n${" ".repeat(200)}`);
  }
  for await (const [slice] of slicesIn(whole())) if (slice && "bytes" in slice) return readFast(slice, interest);
  return readSlowly(text, interest);
};
const slow = async (text: string) => readSlowly(text, interest);

describe("a record is read", () => {
  test.each([
    ["by itself", JSON.stringify(record())],
    ["in an envelope of EventBridge", JSON.stringify(envelope(record()))],
    [
      "as a text in an event of lookup-events",
      JSON.stringify({ EventId: "1", CloudTrailEvent: JSON.stringify(record()) }),
    ],
  ])("%s", async (_form, text) => {
    for (const read of [fast, slow]) expect(await read(text)).toMatchObject({ kind: "call", call: withoutAge });
  });

  test("of another service is passed over", async () => {
    const text = JSON.stringify(record({ eventSource: "s3.amazonaws.com" }));
    for (const read of [fast, slow]) expect(await read(text)).toStrictEqual({ kind: "other" });
  });

  test.each([
    ["{", "expected JSON"],
    ['{"hello":"world"}', "expected a CloudTrail record"],
    [JSON.stringify({ CloudTrailEvent: "{" }), "expected JSON"],
    [JSON.stringify(record({ eventTime: "yesterday" })), "eventTime: expected a time in ISO 8601"],
  ])("that cannot be is told: %s", async (text, problem) => {
    for (const read of [fast, slow]) expect(await read(text)).toStrictEqual({ kind: "unreadable", problem });
  });
});

describe("the fast way keeps just the calls that the slow way keeps", () => {
  const keptBy = async (read: typeof fast, text: string) => {
    const found = await read(text);
    return found.kind === "call" ? found.call : "none";
  };

  const source = fc.constantFrom("kinesis.amazonaws.com", "s3.amazonaws.com", "iam.amazonaws.com", "kinesis", "");
  const hostile = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '"eventSource":"s3.amazonaws.com"',
      '{"eventSource":"s3.amazonaws.com"}',
      "eventSource",
      "kinesis.amazonaws.com",
      '\\"',
      "}}",
    ),
  );
  const bags = fc.dictionary(fc.oneof(fc.constant("eventSource"), fc.string()), fc.oneof(source, hostile), {
    maxKeys: 3,
  });

  test("for records of any service with anything in them, in any order of keys", async () => {
    await fc.assert(
      fc.asyncProperty(
        source,
        bags,
        hostile,
        fc.boolean(),
        async (eventSource, requestParameters, userAgent, swapped) => {
          const made = record({ eventSource, requestParameters, userAgent });
          const entries = Object.entries(made);
          const text = JSON.stringify(Object.fromEntries(swapped ? entries.toReversed() : entries));
          expect(await keptBy(fast, text)).toStrictEqual(await keptBy(slow, text));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['{"eventSource":"s3.amazonaws.com","eventSource":"kinesis.amazonaws.com","eventName":"X"}', "the same key twice"],
    [
      '{"userIdentity":{"eventSource":"s3.amazonaws.com"},"event\\u0053ource":"kinesis.amazonaws.com"}',
      "an escaped key",
    ],
    ['{"x":"\\"eventSource\\":\\"s3.amazonaws.com\\"","eventSource":"kinesis.amazonaws.com"}', "a key within a text"],
    [
      '{"event\\u0053ource":"kinesis.amazonaws.com","a":{"eventSource":"s3.amazonaws.com"}}',
      "an escaped key before another",
    ],
  ])("%s (%s)", async (start) => {
    const rest = JSON.stringify(record()).slice(1).replace('"eventSource":"kinesis.amazonaws.com",', "");
    const text = `${start.slice(0, -1)},${rest}`;
    expect(await keptBy(fast, text)).toStrictEqual(await keptBy(slow, text));
  });
});

import { describe, expect, test } from "vitest";
import { streamEncryptionStopped } from "../../../../shared/detections/kinesis/stream-encryption-stopped.ts";
import { orders } from "../../records.ts";
import { baselineWith, keys, streamWith, under, underLost } from "./streams.ts";

const { causes, judge, playbook } = streamEncryptionStopped;

describe("fires", () => {
  test("when a stream that should be encrypted is not, and says with which key it should be", () => {
    expect(judge(streamWith(), under(keys.own))).toStrictEqual([
      { evidence: "The stream is not encrypted; it should be, with alias/orders.", found: "NONE" },
    ]);
  });

  test("while the stream is still changing, too", () => {
    expect(judge(streamWith(undefined, "UPDATING"), under(keys.own))).toHaveLength(1);
  });
});

describe("stays silent", () => {
  test.each([
    ["the stream is encrypted with its key", streamWith(keys.own), under(keys.own)],
    [
      "it is encrypted with another key, which is another detection's matter",
      streamWith(keys.foreign),
      under(keys.own),
    ],
    ["no encryption was declared and there is none", streamWith(), baselineWith()],
    ["no encryption was declared and there is some", streamWith(keys.other), baselineWith()],
  ])("when %s", (_, state, baseline) => {
    expect(judge(state, baseline)).toStrictEqual([]);
  });
});

test("the answer is to encrypt the stream with the key of the baseline", () => {
  expect(playbook(streamWith(), under(keys.own), [])).toStrictEqual([
    { action: "restore-stream-encryption", params: { stream: orders, key: keys.own } },
  ]);
});

test("without a declared key there is nothing to restore to", () => {
  expect(playbook(streamWith(), baselineWith(), [])).toStrictEqual([]);
});

describe("when the declared name stands for no key", () => {
  const lost = underLost("alias/orders");

  test("it is told", () => {
    expect(judge(streamWith(), lost)).toStrictEqual([
      {
        evidence:
          "The stream is not encrypted; it should be, with alias/orders, a name that stands for no key any more.",
        found: "NONE",
      },
    ]);
  });

  test("there is nothing to restore to", () => {
    expect(playbook(streamWith(), lost, [])).toStrictEqual([]);
  });

  test("a stream that is encrypted is another detection's matter", () => {
    expect(judge(streamWith(keys.own), lost)).toStrictEqual([]);
  });
});

test("blames a stop of encryption, whatever it said, and no other call", () => {
  expect(Object.keys(causes)).toStrictEqual(["StopStreamEncryption"]);
  for (const request of [{}, { keyId: "alias/another" }, { streamARN: orders, keyId: keys.own.name }])
    expect(causes["StopStreamEncryption"]?.(request, streamWith(), "NONE")).toBe(true);
});

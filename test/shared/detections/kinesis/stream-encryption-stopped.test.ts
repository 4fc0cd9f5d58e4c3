import { describe, expect, test } from "vitest";
import { streamEncryptionStopped } from "../../../../shared/detections/kinesis/stream-encryption-stopped.ts";
import { orders } from "../../records.ts";
import { keys, streamWith } from "./streams.ts";

const { judge, playbook } = streamEncryptionStopped;

describe("fires", () => {
  test("when a stream that should be encrypted is not, and says with which key it should be", () => {
    expect(judge(streamWith(), { key: keys.own })).toStrictEqual({
      evidence: "The stream is not encrypted; it should be, with alias/orders.",
    });
  });

  test("while the stream is still changing, too", () => {
    expect(judge(streamWith(undefined, "UPDATING"), { key: keys.own })).toBeDefined();
  });
});

describe("stays silent", () => {
  test.each([
    ["the stream is encrypted with its key", streamWith(keys.own), { key: keys.own }],
    [
      "it is encrypted with another key, which is another detection's matter",
      streamWith(keys.foreign),
      { key: keys.own },
    ],
    ["no encryption was declared and there is none", streamWith(), {}],
    ["no encryption was declared and there is some", streamWith(keys.other), {}],
  ])("when %s", (_, state, baseline) => {
    expect(judge(state, baseline)).toBeUndefined();
  });
});

test("the answer is to encrypt the stream with the key of the baseline", () => {
  expect(playbook(streamWith(), { key: keys.own })).toStrictEqual([
    { action: "restore-stream-encryption", params: { stream: orders, key: keys.own } },
  ]);
});

test("without a declared key there is nothing to restore to", () => {
  expect(playbook(streamWith(), {})).toStrictEqual([]);
});

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { streamEncryptedWithOtherKey } from "../../../../shared/detections/kinesis/stream-encrypted-with-other-key.ts";
import { streamEncryptionStopped } from "../../../../shared/detections/kinesis/stream-encryption-stopped.ts";
import { orders, otherAccount } from "../../records.ts";
import { keys, streamWith } from "./streams.ts";

const { judge, playbook } = streamEncryptedWithOtherKey;

describe("fires", () => {
  test("when the stream is under another key of this account: High, and both keys are named", () => {
    expect(judge(streamWith(keys.other), { key: keys.own })).toStrictEqual({
      evidence: "The stream is encrypted with alias/aws/kinesis; it should be with alias/orders.",
      severity: "High",
    });
  });

  test("when the key belongs to another account: Critical, and the account is named", () => {
    expect(judge(streamWith(keys.foreign), { key: keys.own })).toStrictEqual({
      evidence: `The stream is encrypted with ${keys.foreign.name}, which belongs to account ${otherAccount}; it should be with alias/orders.`,
      severity: "Critical",
    });
  });

  test("when the key is of an account that is not the one declared: Critical", () => {
    expect(judge(streamWith(keys.third), { key: keys.foreign })?.severity).toBe("Critical");
  });

  test("when it is another key of the account that was declared: High", () => {
    expect(judge(streamWith(keys.foreignToo), { key: keys.foreign })?.severity).toBe("High");
  });

  test("when this account's key stands where another account's was declared: High", () => {
    expect(judge(streamWith(keys.own), { key: keys.foreign })?.severity).toBe("High");
  });
});

describe("stays silent", () => {
  test.each([
    ["the stream is under its key", streamWith(keys.own), { key: keys.own }],
    ["it is under its key by another name", streamWith(keys.ownByArn), { key: keys.own }],
    ["it is not encrypted, which is another detection's matter", streamWith(), { key: keys.own }],
    ["no key was declared", streamWith(keys.foreign), {}],
    ["another account's key was declared and is used", streamWith(keys.foreign), { key: keys.foreign }],
  ])("when %s", (_, state, baseline) => {
    expect(judge(state, baseline)).toBeUndefined();
  });
});

test("the answer is to encrypt the stream with the key of the baseline, not with the one found", () => {
  expect(playbook(streamWith(keys.foreign), { key: keys.own })).toStrictEqual([
    { action: "restore-stream-encryption", params: { stream: orders, key: keys.own } },
  ]);
});

test("a declared key is either used, or exactly one of the two drifts is found", () => {
  const key = fc.constantFrom(...Object.values(keys));
  fc.assert(
    fc.property(fc.option(key, { nil: undefined }), key, (live, declared) => {
      const state = streamWith(live);
      const found = [streamEncryptionStopped, streamEncryptedWithOtherKey].filter((drift) =>
        drift.judge(state, { key: declared }),
      );
      expect(found).toHaveLength(live?.arn === declared.arn ? 0 : 1);
    }),
  );
});

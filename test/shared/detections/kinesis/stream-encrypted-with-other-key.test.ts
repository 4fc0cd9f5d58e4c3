import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { streamEncryptedWithOtherKey } from "../../../../shared/detections/kinesis/stream-encrypted-with-other-key.ts";
import { streamEncryptionStopped } from "../../../../shared/detections/kinesis/stream-encryption-stopped.ts";
import { orders, otherAccount } from "../../records.ts";
import { baselineWith, keys, streamWith, under, underLost } from "./streams.ts";

const { causes, judge, playbook } = streamEncryptedWithOtherKey;

describe("fires", () => {
  test("when the stream is under another key of this account: High, and both keys are named", () => {
    expect(judge(streamWith(keys.other), under(keys.own))).toStrictEqual([
      {
        evidence: "The stream is encrypted with alias/aws/kinesis; it should be with alias/orders.",
        found: keys.other.arn,
        severity: "High",
      },
    ]);
  });

  test("when the key belongs to another account: Critical, and the account is named", () => {
    expect(judge(streamWith(keys.foreign), under(keys.own))).toStrictEqual([
      {
        evidence: `The stream is encrypted with ${keys.foreign.name}, which belongs to account ${otherAccount}; it should be with alias/orders.`,
        found: keys.foreign.arn,
        severity: "Critical",
      },
    ]);
  });

  test("when the key is of an account that is not the one declared: Critical", () => {
    expect(judge(streamWith(keys.third), under(keys.foreign))[0]?.severity).toBe("Critical");
  });

  test("when it is another key of the account that was declared: High", () => {
    expect(judge(streamWith(keys.foreignToo), under(keys.foreign))[0]?.severity).toBe("High");
  });

  test("when this account's key stands where another account's was declared: High", () => {
    expect(judge(streamWith(keys.own), under(keys.foreign))[0]?.severity).toBe("High");
  });
});

describe("stays silent", () => {
  test.each([
    ["the stream is under its key", streamWith(keys.own), under(keys.own)],
    ["it is under its key by another name", streamWith(keys.ownByArn), under(keys.own)],
    ["it is not encrypted, which is another detection's matter", streamWith(), under(keys.own)],
    ["no key was declared", streamWith(keys.foreign), baselineWith()],
    ["another account's key was declared and is used", streamWith(keys.foreign), under(keys.foreign)],
  ])("when %s", (_, state, baseline) => {
    expect(judge(state, baseline)).toStrictEqual([]);
  });
});

test("the answer is to encrypt the stream with the key of the baseline, not with the one found", () => {
  expect(playbook(streamWith(keys.foreign), under(keys.own), [])).toStrictEqual([
    { action: "restore-stream-encryption", params: { stream: orders, key: keys.own } },
  ]);
});

describe("when the declared name stands for no key", () => {
  const lost = underLost("alias/orders");

  test("it is told whatever key the stream is under", () => {
    for (const key of Object.values(keys))
      expect(judge(streamWith(key), lost)).toStrictEqual([
        {
          evidence: `The stream is encrypted with ${key.name}; it should be with alias/orders, a name that stands for no key any more.`,
          found: key.arn,
        },
      ]);
  });

  test("there is nothing to restore to", () => {
    for (const key of Object.values(keys)) expect(playbook(streamWith(key), lost, [])).toStrictEqual([]);
  });

  test("a stream that is not encrypted is another detection's matter", () => {
    expect(judge(streamWith(), lost)).toStrictEqual([]);
  });
});

test("without a declared key there is nothing to restore to", () => {
  expect(playbook(streamWith(keys.foreign), baselineWith(), [])).toStrictEqual([]);
});

describe("blames a start of encryption", () => {
  const started = causes["StartStreamEncryption"];

  test("with the very name that the stream shows", () => {
    for (const key of Object.values(keys))
      expect(
        started?.({ encryptionType: "KMS", keyId: key.name, streamName: "orders" }, streamWith(key), key.arn),
      ).toBe(true);
  });

  test.each([
    ["with the name of another key", keys.foreignToo.name],
    ["with another name of the same key", "ransom"],
    ["with a part of the name", keys.foreign.name.slice(0, -1)],
    ["with more than the name", `${keys.foreign.name}/`],
    ["with a list that holds the name", [keys.foreign.name]],
    ["with an empty name", ""],
    ["with null", null],
    ["without a name", undefined],
  ])("but not one %s", (_, keyId) => {
    expect(started?.({ encryptionType: "KMS", keyId }, streamWith(keys.foreign), keys.foreign.arn)).toBe(false);
    expect(
      started?.({ encryptionType: "KMS", KeyId: keys.foreign.name }, streamWith(keys.foreign), keys.foreign.arn),
    ).toBe(false);
  });

  test("and no other call", () => {
    expect(Object.keys(causes)).toStrictEqual(["StartStreamEncryption"]);
  });
});

test("a declared key is either used, or exactly one of the two drifts is found", () => {
  const key = fc.constantFrom(...Object.values(keys));
  fc.assert(
    fc.property(fc.option(key, { nil: undefined }), key, (live, declared) => {
      const state = streamWith(live);
      const found = [streamEncryptionStopped, streamEncryptedWithOtherKey].flatMap((drift) =>
        drift.judge(state, under(declared)),
      );
      expect(found).toHaveLength(live?.arn === declared.arn ? 0 : 1);
      const told = [streamEncryptionStopped, streamEncryptedWithOtherKey].flatMap((drift) =>
        drift.judge(state, underLost(declared.name)),
      );
      expect(told).toHaveLength(1);
    }),
  );
});

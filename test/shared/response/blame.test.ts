import { describe, expect, test } from "vitest";
import type { Credential } from "../../../shared/cloudtrail/actor.ts";
import type { ApiCall } from "../../../shared/cloudtrail/api-call.ts";
import { streamEncryptedWithOtherKey as otherKey } from "../../../shared/detections/kinesis/stream-encrypted-with-other-key.ts";
import { streamEncryptionStopped as stopped } from "../../../shared/detections/kinesis/stream-encryption-stopped.ts";
import { blameFor } from "../../../shared/response/blame.ts";
import { rungFor } from "../../../shared/response/ladder.ts";
import { keys, streamWith } from "../detections/kinesis/streams.ts";
import { callOf, home, identities, orders, otherAccount } from "../records.ts";
import { credentials } from "./credentials.ts";

const nobody = { blamed: false, steps: [], advice: [] };
const stop = callOf();
const start = (keyId: unknown, changes: Readonly<Record<string, unknown>> = {}): ApiCall =>
  callOf({
    eventName: "StartStreamEncryption",
    requestParameters: { encryptionType: "KMS", keyId, streamARN: orders },
    ...changes,
  });
const by = (credential: Credential, account = home.account): ApiCall => ({
  ...stop,
  actor: { name: "somebody", account, credential },
});
const forStop = (call: ApiCall | undefined) =>
  blameFor(stopped, call, { state: streamWith(), found: "NONE" }, home.account);
const forKey = (call: ApiCall | undefined, key = keys.foreign) =>
  blameFor(otherKey, call, { state: streamWith(key), found: key.arn }, home.account);

const evict = {
  action: "deactivate-access-key",
  params: {
    userName: "alice",
    accessKeyId: identities.user.accessKeyId,
    userArn: identities.user.arn,
  },
};

describe("who brought a state about is blamed, and what they did it with is taken away", () => {
  test("who stopped encryption, where it is stopped", () => {
    expect(forStop(stop)).toStrictEqual({ blamed: true, steps: [evict], advice: [] });
  });

  test.each(Object.entries(keys))("who started it with the key that the stream shows: %s", (_, key) => {
    expect(forKey(start(key.name), key)).toStrictEqual({ blamed: true, steps: [evict], advice: [] });
  });

  test("while the stream is still changing, too", () => {
    expect(
      blameFor(stopped, stop, { state: streamWith(undefined, "UPDATING"), found: "NONE" }, home.account).blamed,
    ).toBe(true);
  });
});

describe("nobody is blamed, and nothing follows,", () => {
  test("where no call led to the look", () => {
    expect(forStop(undefined)).toStrictEqual(nobody);
    expect(forKey(undefined)).toStrictEqual(nobody);
  });

  test.each([
    "AddTagsToStream",
    "SomethingNew",
    "stopStreamEncryption",
    "StopStreamEncryption ",
    "constructor",
    "toString",
    "__proto__",
    "hasOwnProperty",
  ])("where a bystander only called %s", (eventName) => {
    expect(forStop(callOf({ eventName }))).toStrictEqual(nobody);
    expect(forKey(start(keys.foreign.name, { eventName }))).toStrictEqual(nobody);
  });

  test("where the call brings about the other of the two drifts", () => {
    expect(forStop(start(keys.foreign.name))).toStrictEqual(nobody);
    expect(forKey(stop)).toStrictEqual(nobody);
  });

  test.each([
    ["another key", keys.foreignToo.name],
    ["the key of the baseline", "alias/orders"],
    ["another name of the same key", "ransom"],
    ["no key", undefined],
    ["a list", [keys.foreign.name]],
  ])("where encryption was started with %s, so that it was somebody else who set this one", (_, keyId) => {
    expect(forKey(start(keyId))).toStrictEqual(nobody);
  });

  test("where CloudTrail left out what was asked for", () => {
    const requestParameters = { omitted: true, originalSize: 104_858, reason: "requestParameters too large" };
    expect(forStop(callOf({ requestParameters }))).toStrictEqual(nobody);
    expect(forKey(start(keys.foreign.name, { requestParameters }))).toStrictEqual(nobody);
  });
});

describe("a call through a service", () => {
  const through = { ...identities.user, invokedBy: "cloudformation.amazonaws.com" };

  test("blames nobody, and a person is told for whom it was made", () => {
    expect(forStop(callOf({ userIdentity: through }))).toStrictEqual({
      ...nobody,
      onBehalf: true,
      advice: [
        `StopStreamEncryption was called through cloudformation.amazonaws.com for ${identities.user.arn}: find out who asked for it.`,
      ],
    });
    expect(forKey(start(keys.foreign.name, { userIdentity: through }))).toMatchObject({ blamed: false, steps: [] });
  });

  test("that did not bring it about asks nothing of anybody", () => {
    expect(forKey(start(keys.foreignToo.name, { userIdentity: through }))).toStrictEqual(nobody);
    expect(forStop(callOf({ eventName: "AddTagsToStream", userIdentity: through }))).toStrictEqual(nobody);
  });

  test("on its own account is that of a service", () => {
    const userIdentity = { type: "AWSService", invokedBy: "kinesis.amazonaws.com" };
    expect(forStop(callOf({ userIdentity }))).toStrictEqual({
      blamed: true,
      steps: [],
      advice: ["An AWS service made this call; find out who asked it to."],
    });
  });
});

describe("every kind of credential leads to a step or to advice, as the ladder says", () => {
  test.each(Object.values(credentials))("$kind", (credential) => {
    const call = by(credential);
    const rung = rungFor(call.actor, home.account);
    expect(forStop(call)).toStrictEqual({ blamed: true, ...rung });
    expect(rung.steps.length + rung.advice.length).toBe(1);
  });

  test.each(Object.values(credentials))("$kind of another account: advice alone", (credential) => {
    const { blamed, steps, advice } = forStop(by(credential, otherAccount));
    expect({ blamed, steps }).toStrictEqual({ blamed: true, steps: [] });
    expect(advice).toStrictEqual([
      `The caller belongs to account ${otherAccount}: ask its owner to take somebody out of use.`,
    ]);
  });
});

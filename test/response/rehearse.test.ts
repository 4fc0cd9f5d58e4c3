import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import { restoreStreamEncryption } from "../../shared/actions/kinesis/restore-stream-encryption.ts";
import type { AnyAction } from "../../shared/response/hands.ts";
import { rehearse } from "../../shared/response/rehearse.ts";
import { orders, undoOrderOf } from "./orders.ts";
import { openRestoring, type Restoring } from "./restoring.ts";

/** Rehearsing an action never sends a write, whatever the action does. */

let on: Restoring;
beforeAll(async () => {
  on = await openRestoring();
});
afterAll(() => on?.stage.close());

/** All that went out under our role meanwhile and was no read. */
const sent = async (rehearsing: () => Promise<unknown>) => {
  const since = on.stage.lab.door.trail.records().length;
  const came = await rehearsing();
  const writes = on.stage.lab.door.trail
    .records()
    .slice(since)
    .filter(({ readOnly }) => !readOnly);
  return { came, writes: writes.map(({ eventName }) => eventName) };
};

const keyChange = { resource: "arn", userName: "u", accessKeyId: "AKIA", before: "Active", after: "Inactive" } as const;

describe("every action", () => {
  const streamChange = async () => {
    await on.stopAgain();
    const key = { arn: on.scene.key, account: "123456789012", name: on.scene.key };
    return { resource: orders, before: { key: null }, after: { key } };
  };

  test.each([
    ["applied", {}, [{ call: "kinesis:StartStreamEncryption" }]],
    // It is as it was before already, so that nothing would be made.
    ["undone", { undo: undoOrderOf() }, undefined],
  ])("of a stream, %s", async (_, plan, calls) => {
    const change = await streamChange();
    const { came, writes } = await sent(() => rehearse(restoreStreamEncryption, { change, ...plan }, on.stage.call));
    expect(writes).toEqual([]);
    if (calls) expect(came).toMatchObject(calls);
    else expect(came).toBeUndefined();
    await on.scene.encrypt("orders");
  });

  test.each([
    ["applied", {}, "Inactive"],
    ["undone", { undo: undoOrderOf() }, "Active"],
  ])("of a key, %s", async (_, plan, Status) => {
    const { came, writes } = await sent(() =>
      rehearse(deactivateAccessKey, { change: keyChange, ...plan }, on.stage.call),
    );
    expect(writes).toEqual([]);
    expect(came).toEqual([{ call: "iam:UpdateAccessKey", input: { UserName: "u", AccessKeyId: "AKIA", Status } }]);
  });
});

describe("an action that does what it should not", () => {
  const doing = (apply: AnyAction<"iam:UpdateAccessKey" | "iam:ListAccessKeys">["apply"]) => ({
    ...deactivateAccessKey,
    apply,
  });
  const input = { UserName: "trusted", AccessKeyId: "AKIA", Status: "Inactive" } as const;

  test("writes again and again: it is not told of, since it would never end", async () => {
    const forever = doing(async (change, call) => {
      for (;;) await call("iam:UpdateAccessKey", { ...input, AccessKeyId: String(change.accessKeyId) });
    });
    expect(await sent(() => rehearse(forever, { change: keyChange }, on.stage.call))).toEqual({
      came: undefined,
      writes: [],
    });
  });

  test("fails after its first write: that one is told", async () => {
    const failing = doing(async (_, call) => {
      await call("iam:UpdateAccessKey", input);
      throw new Error("it needs the answer to a write");
    });
    expect(await sent(() => rehearse(failing, { change: keyChange }, on.stage.call))).toEqual({
      came: [{ call: "iam:UpdateAccessKey", input }],
      writes: [],
    });
  });

  test("writes what it has not declared: nothing goes out", async () => {
    const greedy = { ...doing(async (_, call) => void (await call("iam:UpdateAccessKey", input))), writes: [] };
    expect(await sent(() => rehearse(greedy, { change: keyChange }, on.stage.call))).toEqual({
      came: undefined,
      writes: [],
    });
  });
});

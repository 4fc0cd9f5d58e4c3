import { DeleteAccessKeyCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../../shared/actions/iam/deactivate-access-key.ts";
import { carryOut } from "../../../shared/response/carry-out.ts";
import { takeBack } from "../../../shared/response/take-back.ts";
import { handsFor, suspect } from "../orders.ts";
import { openRestoring, type Restoring } from "../restoring.ts";
import { approve } from "../ways.ts";

/** An undo gives back what was taken; what somebody else has made of it since is not written over. */

let on: Restoring;
beforeAll(async () => {
  on = await openRestoring();
});
afterEach(() => on.tidy());
afterAll(() => on?.stage.close());

const otherKey = async () => {
  const { KeyMetadata } = await on.stage.lab.as(on.stage.lab.root).kms.send(new CreateKeyCommand({}));
  return KeyMetadata?.Arn ?? "";
};
const keyHands = () => handsFor(on.stage, [deactivateAccessKey]);
const written = async (one: { readonly orderUndo: () => Promise<void> }) => {
  await one.orderUndo();
  on.written();
};

describe("undo of a stream's encryption", () => {
  test("brings back just what was there before", async () => {
    const one = await on.restored(on.hands());
    await written(one);
    expect(await takeBack(on.hands(), one.order, false)).toEqual({ type: "verified" });
    expect(on.written()).toEqual([`StopStreamEncryption ${on.scene.key}`]);
    expect(await on.encryption()).toBe("none");
  });

  test("writes nothing where it is as it was before already", async () => {
    const one = await on.restored(on.hands());
    await on.stopAgain();
    await written(one);
    expect(await takeBack(on.hands(), one.order, false)).toEqual({ type: "compliant" });
    expect(on.written()).toEqual([]);
    expect(await on.stage.stepOf(one.key)).toMatchObject({
      outcome: { type: "verified" },
      undo: { type: "compliant" },
    });
  });

  test("is held where it was changed since, and says what it is, was left as and was before", async () => {
    const one = await on.restored(on.hands());
    const other = await otherKey();
    await on.scene.encrypt("orders", other);
    await written(one);
    const held = await takeBack(on.hands(), one.order, false);
    expect(held).toMatchObject({ type: "held", by: "moved-on" });
    const key = (arn: string) => JSON.stringify({ key: { arn, account: "123456789012", name: arn } });
    expect(held).toHaveProperty(
      "reason",
      `it is not as it was left: it is ${key(other)}, was left as ${key(on.scene.key)}, and was {"key":null} before`,
    );
    expect(on.written()).toEqual([]);
    expect(await on.encryption()).toBe(other);
  });

  test("is held however often it is ordered, approved of, ordered at the last try or while frozen, or by five at once", async () => {
    const one = await on.restored(on.hands());
    const other = await otherKey();
    await on.scene.encrypt("orders", other);
    on.written();
    for (const whileFrozen of [false, true]) {
      await one.orderUndo(whileFrozen);
      await one.approve();
      expect(await takeBack(on.hands(), one.order, whileFrozen)).toMatchObject({ by: "moved-on" });
    }
    await one.orderUndo();
    const five = await Promise.all(Array.from({ length: 5 }, () => takeBack(on.hands(), one.order, false)));
    expect(five.map(({ type }) => type)).toEqual(["held", "held", "held", "held", "held"]);
    expect(on.written()).toEqual([]);
    expect(await on.encryption()).toBe(other);
  });

  test("is not kept from it by another name of the same key", async () => {
    const one = await on.restored(on.hands());
    // Kinesis shows a key as it was named: here by its id.
    await on.scene.encrypt("orders", on.scene.key.slice(on.scene.key.lastIndexOf("/") + 1));
    await written(one);
    expect(await takeBack(on.hands(), one.order, false)).toEqual({ type: "verified" });
    expect(await on.encryption()).toBe("none");
  });
});

describe("undo of a key's end", () => {
  test("is held where the key is gone, and says so", async () => {
    const gone = await suspect(on.stage, "gone");
    await carryOut(keyHands(), gone.order, false);
    const { iam } = on.stage.lab.as(on.stage.lab.root);
    await iam.send(new DeleteAccessKeyCommand({ UserName: "gone", AccessKeyId: gone.accessKeyId }));
    await gone.orderUndo();
    expect(await takeBack(keyHands(), gone.undoOrder, false)).toMatchObject({
      type: "held",
      by: "moved-on",
      reason: 'it is not as it was left: it is gone, was left as "Inactive", and was "Active" before',
    });
  });

  test("is refused without an order of an operator's on record, approved or not", async () => {
    const dave = await suspect(on.stage, "dave");
    await carryOut(keyHands(), dave.order, false);
    await approve(on.stage, dave);
    for (const last of [false, true])
      await expect(takeBack(keyHands(), dave.undoOrder, last)).rejects.toThrow(
        "undo: expected one that an operator ordered",
      );
    expect(await dave.status()).toBe("Inactive");
    expect(await on.stage.stepOf(dave.key)).not.toHaveProperty("undo");
  });

  test("writes nothing where it cannot be seen how the key is now", async () => {
    const erin = await suspect(on.stage, "erin");
    await carryOut(keyHands(), erin.order, false);
    await erin.orderUndo();
    const error = { status: 400, code: "AccessDenied", message: "not now" };
    on.stage.lab.door.faults.add({ service: "iam", operation: "ListAccessKeys", times: 2, error });
    await expect(takeBack(keyHands(), erin.undoOrder, false)).rejects.toThrow("not now");
    expect(await takeBack(keyHands(), erin.undoOrder, true)).toMatchObject({ type: "failed" });
    expect(erin.written()).toEqual(["Inactive"]);
  });

  test("is noted by whoever comes after one who wrote and died, and written once", async () => {
    const frank = await suspect(on.stage, "frank");
    await carryOut(keyHands(), frank.order, false);
    await frank.orderUndo();
    const error = { status: 400, code: "AccessDeniedException", message: "died here" };
    const dying = {
      ...deactivateAccessKey,
      undo: async (...given: Parameters<typeof deactivateAccessKey.undo>) => {
        await deactivateAccessKey.undo(...given);
        on.stage.lab.door.faults.add({ service: "dynamodb", operation: "UpdateItem", error });
      },
    };
    await expect(takeBack(handsFor(on.stage, [dying]), frank.undoOrder, false)).rejects.toThrow("died here");
    expect(await takeBack(keyHands(), frank.undoOrder, false)).toEqual({ type: "compliant" });
    expect(frank.written()).toEqual(["Inactive", "Active"]);
  });
});

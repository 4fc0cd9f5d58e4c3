import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { carryOut } from "../../../shared/response/carry-out.ts";
import { takeBack } from "../../../shared/response/take-back.ts";
import { causeBy } from "../orders.ts";
import { openRestoring, type Restoring } from "../restoring.ts";

/** Nothing is written for an event that AWS did not send, or that is long over. */

let on: Restoring;
beforeAll(async () => {
  on = await openRestoring();
});
afterEach(() => on.tidy());
afterAll(() => on?.stage.close());

const stays = async (encryption: string) => {
  expect(on.written()).toEqual([]);
  expect(await on.encryption()).toBe(encryption);
};

describe.each(["replayed", "test"] as const)("an event that is %s", (rehearsal) => {
  test("has nothing written, whether somebody approves, the step was begun, or its order comes again", async () => {
    const cause = { ...causeBy("mallory", "AKIA"), rehearsal };
    const held = { type: "held", by: "rehearsal" };
    const one = await on.stopped({ cause });
    for (const last of [false, true]) expect(await carryOut(on.hands(), one.order, last)).toMatchObject(held);
    await one.approve();
    expect(await carryOut(on.hands(), one.order, false)).toMatchObject(held);
    const begun = await on.stopped({ cause });
    await begun.beginAndDie();
    expect(await carryOut(on.hands(), begun.order, false)).toMatchObject(held);
    await stays("none");
  });

  test("has no undo either, since nothing was done", async () => {
    const one = await on.stopped({ cause: { ...causeBy("mallory", "AKIA"), rehearsal } });
    await carryOut(on.hands(), one.order, false);
    await one.orderUndo();
    await expect(takeBack(on.hands(), one.order, true)).rejects.toThrow("expected one that was carried out");
    await stays("none");
  });
});

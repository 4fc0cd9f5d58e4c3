import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { putExemption } from "../../../shared/ledger/control.ts";
import { carryOut } from "../../../shared/response/carry-out.ts";
import { operator } from "../orders.ts";
import { openRestoring, type Restoring } from "../restoring.ts";

/** Nothing is written to a stream past the mode, by no way and with no settings that are broken. */

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

describe("the mode", () => {
  test.each([
    ["observe", {}],
    ["observe for the stream", { mode: "enforce" }],
    ["observe for the detection", { detections: { "stream-encryption-stopped": { mode: "observe" } } }],
  ])("%s is not lifted by an approval, nor for a step that was begun, nor at the last try", async (name, said) => {
    const observes = on.hands({ mode: "observe", ...said }, name.endsWith("stream") ? { mode: "observe" } : {});
    const one = await on.stopped();
    const held = { type: "held", by: "mode" };
    expect(await carryOut(observes, one.order, false)).toMatchObject(held);
    await one.approve();
    expect(await carryOut(observes, one.order, false)).toMatchObject(held);
    expect(await carryOut(observes, one.order, true)).toMatchObject(held);
    const begun = await on.stopped();
    await begun.beginAndDie();
    expect(await carryOut(observes, begun.order, false)).toMatchObject(held);
    await stays("none");
  });

  test("approve for a detection is not got around by the relapse of what was approved of", async () => {
    const asks = on.hands({ detections: { "stream-encryption-stopped": { mode: "approve" } } });
    const one = await on.stopped();
    expect(await carryOut(asks, one.order, false)).toMatchObject({ type: "awaiting-approval", by: "mode" });
    await one.approve();
    expect(await carryOut(asks, one.order, false)).toEqual({ type: "verified" });
    await on.stopAgain();
    on.written();
    expect(await one.look(asks)).toBe("relapsed");
    const [again] = await on.ordered();
    if (again === undefined) throw new Error("nothing was ordered");
    expect(await carryOut(asks, again, false)).toMatchObject({ type: "awaiting-approval", by: "mode" });
    await stays("none");
  });

  test.each([
    ["is none", { mode: undefined }],
    ["is another", { mode: "Enforce" }],
    ["is of no detection", { detections: undefined }],
    ["is of a stream that is not protected any more", { streams: [] }],
  ])("that %s lets nothing pass, though somebody approves", async (_, changes) => {
    const hands = on.hands();
    const settings = Object.assign({ ...hands.settings }, changes);
    const one = await on.stopped();
    for (const _time of [1, 2]) {
      expect(await carryOut({ ...hands, settings }, one.order, false)).toMatchObject({ type: "held", by: "mode" });
      await one.approve();
    }
    await stays("none");
  });
});

test("an exemption of the detection, made after the stream was restored, holds the relapse as well", async () => {
  const hands = on.hands();
  const one = await on.restored(hands);
  const until = "2099-01-01";
  const detection = "stream-encryption-stopped";
  await putExemption(on.stage.ledger, { id: "1", detection, reason: "test", owner: "olga", until, by: operator });
  await on.stopAgain();
  on.written();
  expect(await one.look(hands)).toBe("relapsed");
  const [again] = await on.ordered();
  if (again === undefined) throw new Error("nothing was ordered");
  expect(await carryOut(hands, again, false)).toMatchObject({ type: "held", by: "exemptions" });
  await stays("none");
  await on.stage.remove("control", "exemption#1");
});

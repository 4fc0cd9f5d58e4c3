import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { carryOut } from "../../../shared/response/carry-out.ts";
import { causeBy, orders } from "../orders.ts";
import { openRestoring, type Restoring, type Stopped } from "../restoring.ts";

/** Putting the same stream back again and again: counted in the table for each day, whichever incidents order it. */

let on: Restoring;
beforeAll(async () => {
  on = await openRestoring();
});
afterEach(() => on.tidy());
afterAll(() => on?.stage.close());

describe("flap", () => {
  const twice = () => on.hands({ reversalsPerDay: 9 }, { reversalsPerDay: 2 });
  const restart = [/^StartStreamEncryption /, /^StartStreamEncryption /].map(
    (one) => expect.stringMatching(one) as string,
  );

  test("puts a stream back so often a day and no more, whichever incidents order it", async () => {
    on.stage.passTime(24 * 3_600_000);
    for (const _ of [1, 2]) await on.restored(twice(), { cause: causeBy("mallory", "AKIA") });
    const third = await on.stopped();
    expect(await carryOut(twice(), third.order, false)).toMatchObject({
      type: "awaiting-approval",
      by: "flap",
      reason: "it was put back 2 times today: find out who takes it back each time",
      calls: [{ call: "kinesis:StartStreamEncryption", input: { StreamARN: orders, KeyId: on.scene.key } }],
    });
    expect(on.written()).toEqual(restart);
    expect(await on.encryption()).toBe("none");
    await third.approve();
    expect(await carryOut(twice(), third.order, false)).toEqual({ type: "verified" });
  });

  test("does not go over it by five orders at once, of as many incidents, nor by the relapse of one", async () => {
    on.stage.passTime(24 * 3_600_000);
    const once = on.hands({ reversalsPerDay: 1 });
    const all: Stopped[] = [];
    for (const _ of [1, 2, 3, 4, 5]) {
      await on.scene.encrypt("orders");
      all.push(await on.stopped());
    }
    on.written();
    const came = await Promise.all(all.map(({ order }) => carryOut(once, order, false)));
    expect(came.filter(({ type }) => type === "verified")).toHaveLength(1);
    expect(on.written()).toHaveLength(1);
    const done = all[came.findIndex(({ type }) => type === "verified")];
    await on.stopAgain();
    expect(await done?.look(once)).toBe("relapsed");
    const [again] = await on.ordered();
    if (again === undefined) throw new Error("nothing was ordered");
    expect(await carryOut(once, again, false)).toMatchObject({ type: "awaiting-approval", by: "flap" });
    expect(on.written()).toEqual([]);
  });

  test("that has no limit to go by lets nothing pass", async () => {
    const hands = on.hands();
    const settings = Object.assign({ ...hands.settings }, { reversalsPerDay: undefined });
    const one = await on.stopped();
    const came = await carryOut({ ...hands, settings }, one.order, true).catch((error: Error) => error);
    expect(came).not.toMatchObject({ type: "verified" });
    expect(on.written()).toEqual([]);
  });
});

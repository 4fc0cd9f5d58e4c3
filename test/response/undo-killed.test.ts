import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import type { Call, Permission } from "../../shared/aws/operations.ts";
import { carryOut } from "../../shared/response/carry-out.ts";
import type { Hands } from "../../shared/response/hands.ts";
import { takeBack } from "../../shared/response/take-back.ts";
import { handsFor, suspect } from "./orders.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const hands = () => handsFor(stage, [deactivateAccessKey]);

class Killed extends Error {}

/** When somebody dies: as a call is to be made, or once it was made and before that is known. */
interface Moment {
  readonly at: Permission;
  readonly made: boolean;
}

/** Hands that make no call any more from that moment on. */
const dying = ({ at, made }: Moment): Hands<Permission> => {
  let dead = false;
  const mortal = (call: Call<Permission>): Call<Permission> =>
    (async (permission, input) => {
      if (dead) throw new Killed();
      const now = permission === at;
      if (now) dead = true;
      if (now && !made) throw new Killed();
      const answer = await call(permission, input);
      if (dead) throw new Killed();
      return answer;
    }) satisfies Call<Permission>;
  const { orders, ledger } = stage;
  return {
    ...hands(),
    ledger: { ...ledger, call: mortal(ledger.call as Call<Permission>) },
    connect: (heard) => mortal(stage.connect(heard)),
    orders: { queue: orders.queue, send: mortal(stage.call) },
  };
};

describe("whoever is killed at an undo is followed by the next delivery, and the key is given back once", () => {
  test.each<[string, Moment]>([
    ["before it is written", { at: "iam:UpdateAccessKey", made: false }],
    ["once it is written", { at: "iam:UpdateAccessKey", made: true }],
    ["before it is on record", { at: "dynamodb:UpdateItem", made: false }],
  ])("%s", async (when, moment) => {
    const someone = await suspect(stage, `undo-${when.replace(/\W+/g, "-")}`);
    await carryOut(hands(), someone.order, false);
    await someone.orderUndo();
    await expect(takeBack(dying(moment), someone.undoOrder, false)).rejects.toThrow(Killed);
    expect((await takeBack(hands(), someone.undoOrder, false)).type).toMatch(/^(verified|compliant)$/);
    expect(someone.written()).toEqual(["Inactive", "Active"]);
    expect(await someone.status()).toBe("Active");
    expect((await stage.stepOf(someone.key))?.undo?.type).toMatch(/^(verified|compliant)$/);
  });
});

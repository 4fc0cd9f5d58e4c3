import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import type { Call, Permission } from "../../shared/aws/operations.ts";
import { carryOut, InProgress } from "../../shared/response/carry-out.ts";
import type { Hands } from "../../shared/response/hands.ts";
import { takeBack } from "../../shared/response/take-back.ts";
import { handsFor, type Suspect, settingsOf, suspect } from "./orders.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const settings = settingsOf({ recheckSeconds: [900], budgets: { principal: 1, resource: 1, account: 1_000 } });
const hands = () => handsFor(stage, [deactivateAccessKey], { settings });

class Killed extends Error {}

/** When somebody dies: as a call is to be made, or once it was made and before that is known. */
interface Moment {
  readonly at: Permission;
  readonly made: boolean;
  /** The call is not the first of its name. */
  readonly after?: number;
}

/** Hands that make no call any more from that moment on. */
const dying = ({ at, made, after = 0 }: Moment): Hands<Permission> => {
  let dead = false;
  let seen = 0;
  const mortal = (call: Call<Permission>): Call<Permission> =>
    (async (permission, input) => {
      if (dead) throw new Killed();
      const now = permission === at && seen++ === after;
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

/** The clock runs ahead of the real one here. */
const justNow = () => ({ cause: { time: stage.ledger.now().toISOString() } });

/** The next delivery comes when the lease of whoever died has run out. */
const finish = (someone: Suspect) => {
  stage.passTime(66_000);
  return carryOut(hands(), someone.order, false);
};

describe("whoever is killed at a step is followed by the next delivery, and the key is written once", () => {
  test.each<[string, Moment]>([
    ["before the intention is on record", { at: "dynamodb:TransactWriteItems", made: false }],
    ["once the intention is on record", { at: "dynamodb:TransactWriteItems", made: true }],
    ["before the write", { at: "iam:UpdateAccessKey", made: false }],
    ["once it is written, before it is noted as a call of ours", { at: "dynamodb:PutItem", made: false }],
    ["once it is written and noted", { at: "iam:UpdateAccessKey", made: true }],
    ["while looking whether it worked", { at: "iam:ListAccessKeys", made: false, after: 1 }],
    ["before the looks are ordered", { at: "sqs:SendMessageBatch", made: false }],
    ["once the looks are ordered", { at: "sqs:SendMessageBatch", made: true }],
    ["before the end is on record", { at: "dynamodb:UpdateItem", made: false }],
    ["once the end is on record", { at: "dynamodb:UpdateItem", made: true }],
  ])("%s", async (when, moment) => {
    const someone = await suspect(stage, `killed-${when.replace(/\W+/g, "-").slice(0, 40)}`, justNow());
    await expect(carryOut(dying(moment), someone.order, false)).rejects.toThrow(Killed);
    const began = await stage.stepOf(someone.key);
    if (began && !began.outcome) await expect(carryOut(hands(), someone.order, false)).rejects.toThrow(InProgress);
    // The allowances are for one: whoever finishes it does not take it out of them again.
    expect(await finish(someone)).toEqual({ type: "verified" });
    expect(someone.written()).toEqual(["Inactive"]);
    expect(await stage.stepOf(someone.key)).toMatchObject({
      outcome: { type: "verified" },
      change: { before: "Active", after: "Inactive" },
    });
    expect(await finish(someone)).toEqual({ type: "verified" });
    expect(someone.written()).toEqual(["Inactive"]);
    await someone.orderUndo();
    expect(await takeBack(hands(), someone.undoOrder, false)).toEqual({ type: "verified" });
    expect(await someone.status()).toBe("Active");
  });
});

describe("whoever is killed at an undo is followed by the next delivery, and the key is given back once", () => {
  test.each<[string, Moment]>([
    ["before it is written", { at: "iam:UpdateAccessKey", made: false }],
    ["once it is written", { at: "iam:UpdateAccessKey", made: true }],
    ["before it is on record", { at: "dynamodb:UpdateItem", made: false }],
  ])("%s", async (when, moment) => {
    const someone = await suspect(stage, `undo-${when.replace(/\W+/g, "-")}`, justNow());
    await carryOut(hands(), someone.order, false);
    await someone.orderUndo();
    await expect(takeBack(dying(moment), someone.undoOrder, false)).rejects.toThrow(Killed);
    expect((await takeBack(hands(), someone.undoOrder, false)).type).toMatch(/^(verified|compliant)$/);
    expect(someone.written()).toEqual(["Inactive", "Active"]);
    expect(await someone.status()).toBe("Active");
    expect((await stage.stepOf(someone.key))?.undo?.type).toMatch(/^(verified|compliant)$/);
  });
});

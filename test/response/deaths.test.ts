import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import type { Permission } from "../../shared/aws/operations.ts";
import { freezeAll, liftFreeze } from "../../shared/ledger/control.ts";
import { carryOut, InProgress } from "../../shared/response/carry-out.ts";
import type { Hands } from "../../shared/response/hands.ts";
import { takeBack } from "../../shared/response/take-back.ts";
import { handsFor, operator, type Suspect, settingsOf, suspect } from "./orders.ts";
import { openStage, type Stage } from "./stage.ts";
import { approve } from "./ways.ts";

/** Whoever carries a step out is killed at each boundary of it: the next delivery finishes it, and it is written once. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterEach(() => liftFreeze(stage.ledger, operator));
afterAll(() => stage?.close());

/** Longer than a lease: whoever holds one by then is dead. */
const leaseMs = 70_000;
const looking = settingsOf({ recheckSeconds: [900], backlogMinutes: 100_000 });
const hands = (changes: Partial<Hands<Permission>> = {}) =>
  handsFor(stage, [deactivateAccessKey], { settings: looking, ...changes });

type Called = (permission: Permission, input: unknown) => string | undefined;
/** Hands of somebody who is killed before or after one of their calls: nothing that they would do after it is done. */
const dying = (
  where: "before" | "after",
  isIt: Called,
  changes: Partial<Hands<Permission>> = {},
): Hands<Permission> => {
  let dead = false;
  const kill = () => {
    dead = true;
    throw new Error("killed");
  };
  const mortal = (call: Stage["call"]): Stage["call"] =>
    (async (permission, input) => {
      const hit = !dead && isIt(permission, input) !== undefined;
      if (dead || (hit && where === "before")) kill();
      const answer = await call(permission, input);
      if (hit) kill();
      return answer;
    }) satisfies Stage["call"];
  return hands({
    connect: (heard) => mortal(stage.connect(heard)),
    ledger: { ...stage.ledger, call: mortal(stage.call) },
    orders: { ...stage.orders, send: mortal(stage.call) },
    ...changes,
  });
};
const named =
  (name: Permission, holds = ""): Called =>
  (permission, input) =>
    permission === name && JSON.stringify(input).includes(holds) ? name : undefined;

const places: readonly (readonly [string, "before" | "after", Called])[] = [
  ["before it plans", "before", named("iam:ListAccessKeys")],
  ["before the guardrails have read the kill switch", "before", named("dynamodb:Query", '":pk":{"S":"control"}')],
  ["before begin", "before", named("dynamodb:TransactWriteItems")],
  ["between begin and apply", "after", named("dynamodb:TransactWriteItems")],
  ["in the call that writes", "before", named("iam:UpdateAccessKey")],
  ["after apply, before the call is noted as ours", "before", named("dynamodb:PutItem", "call#")],
  ["after apply, once the call is noted as ours", "after", named("dynamodb:PutItem", "call#")],
  ["before the looks are ordered", "before", named("sqs:SendMessageBatch")],
  ["between the looks and the end", "after", named("sqs:SendMessageBatch")],
  ["before the end", "before", named("dynamodb:UpdateItem", "outcome")],
  ["after the end", "after", named("dynamodb:UpdateItem", '"#endedAt"')],
];
let made = 0;
const someone = (about?: Parameters<typeof suspect>[2]) => suspect(stage, `someone-${++made}`, about);
const dies = async (one: Suspect, by: Hands<Permission>) =>
  expect(carryOut(by, one.order, false)).rejects.toThrow("killed");

describe("killed", () => {
  test.each(places)(
    "%s, a step is finished by the next delivery, written once, and can be undone",
    async (_, where, call) => {
      const one = await someone();
      await dies(one, dying(where, call));
      // It comes again while the dead may be alive, and once they cannot be.
      await carryOut(hands(), one.order, false).catch((error: unknown) => expect(error).toBeInstanceOf(InProgress));
      stage.passTime(leaseMs);
      expect(await carryOut(hands(), one.order, false)).toEqual({ type: "verified" });
      expect(one.written()).toEqual(["Inactive"]);
      expect(await stage.stepOf(one.key)).toMatchObject({
        outcome: { type: "verified" },
        change: { before: "Active" },
      });
      await one.orderUndo();
      expect(await takeBack(hands(), one.undoOrder, false)).toEqual({ type: "verified" });
      expect(await one.status()).toBe("Active");
    },
  );

  test.each(places.slice(3))(
    "%s, an approved step is finished under that approval, and written once",
    async (_, where, call) => {
      const asks = { settings: settingsOf({ mode: "approve", recheckSeconds: [900], backlogMinutes: 100_000 }) };
      const one = await someone();
      await carryOut(hands(asks), one.order, false);
      await approve(stage, one);
      await dies(one, dying(where, call, asks));
      stage.passTime(leaseMs);
      expect(await carryOut(hands(asks), one.order, false)).toEqual({ type: "verified" });
      expect(one.written()).toEqual(["Inactive"]);
    },
  );
});

describe("a freeze after somebody died", () => {
  const freeze = () => freezeAll(stage.ledger, { by: operator, at: "2026-09-19T12:00:00.000Z", reason: "drill" });

  test("before they wrote holds the step; once it is lifted and a person approves it is done", async () => {
    const one = await someone();
    await dies(one, dying("before", named("iam:UpdateAccessKey")));
    stage.passTime(leaseMs);
    await freeze();
    expect(await carryOut(hands(), one.order, false)).toMatchObject({ type: "held", by: "kill-switch" });
    expect(one.written()).toEqual([]);
    await liftFreeze(stage.ledger, operator);
    await approve(stage, one);
    expect(await carryOut(hands(), one.order, false)).toEqual({ type: "verified" });
    expect(one.written()).toEqual(["Inactive"]);
  });

  test("after they wrote does not make it look as if nothing had been done: it is verified, and can be undone", async () => {
    const one = await someone();
    await dies(one, dying("after", named("iam:UpdateAccessKey")));
    stage.passTime(leaseMs);
    await freeze();
    expect(await carryOut(hands(), one.order, false)).toEqual({ type: "verified" });
    expect(one.written()).toEqual(["Inactive"]);
    await one.orderUndo(true);
    expect(await takeBack(hands(), one.undoOrder, false)).toEqual({ type: "verified" });
  });
});

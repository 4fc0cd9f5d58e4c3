import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../../shared/actions/iam/deactivate-access-key.ts";
import type { Permission } from "../../../shared/aws/operations.ts";
import { type Exemption, freezeAll, liftFreeze, putExemption } from "../../../shared/ledger/control.ts";
import { carryOut } from "../../../shared/response/carry-out.ts";
import type { Hands } from "../../../shared/response/hands.ts";
import { takeBack } from "../../../shared/response/take-back.ts";
import { handsFor, operator, orders, type Suspect, settingsOf, suspect, userArn } from "../orders.ts";
import { openStage, type Stage } from "../stage.ts";
import { allWays, approve, breaking } from "../ways.ts";

/** What operators set at once, without a deployment: the kill switch and the exemptions. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterEach(async () => {
  stage.lab.door.faults.clear();
  for (const { pk, sk } of await stage.rows("control")) await stage.remove(String(pk), String(sk));
});
afterAll(() => stage?.close());

const hands = (changes?: Partial<Hands<Permission>>) => handsFor(stage, [deactivateAccessKey], changes);
const untouched = async (someone: Suspect) => {
  expect(someone.written()).toEqual([]);
  expect(await someone.status()).toBe("Active");
};
const freeze = () => freezeAll(stage.ledger, { by: operator, at: "2026-09-19T12:00:00.000Z", reason: "drill" });
const exempt = (changes: Partial<Exemption>) =>
  putExemption(stage.ledger, {
    id: "1",
    reason: "migration",
    owner: "data team",
    until: "2099-01-01T00:00:00Z",
    by: operator,
    ...changes,
  });
let made = 0;
const someone = (name = "someone") => suspect(stage, `${name}-${++made}`);

describe("the kill switch", () => {
  test.each(Object.entries(allWays))("holds a step that is ordered %s", async (_, way) => {
    await freeze();
    const frozen = await someone();
    expect(await way(stage, hands(), frozen)).toMatchObject({
      type: "held",
      by: "kill-switch",
      reason: `everything was frozen by ${operator} at 2026-09-19T12:00:00.000Z: drill`,
    });
    await untouched(frozen);
  });

  test("is read afresh for each step: what was lifted lets pass, and what was thrown again does not", async () => {
    const [first, second] = [await someone(), await someone()];
    await freeze();
    await liftFreeze(stage.ledger, operator);
    expect(await carryOut(hands(), first.order, false)).toEqual({ type: "verified" });
    await freeze();
    expect(await carryOut(hands(), second.order, false)).toMatchObject({ by: "kill-switch" });
    await untouched(second);
  });

  test("holds an undo, unless that one was ordered to be done all the same", async () => {
    const contained = await someone();
    await carryOut(hands(), contained.order, false);
    await freeze();
    await contained.orderUndo();
    expect(await takeBack(hands(), contained.undoOrder, false)).toMatchObject({ type: "held", by: "kill-switch" });
    expect(await contained.status()).toBe("Inactive");
    stage.passTime(5);
    await contained.orderUndo(true);
    expect(await takeBack(hands(), contained.undoOrder, false)).toEqual({ type: "verified" });
    expect(await contained.status()).toBe("Active");
  });

  test("that is lifted lets a step pass that was held, once somebody approves", async () => {
    await freeze();
    const thawed = await someone();
    await carryOut(hands(), thawed.order, false);
    await liftFreeze(stage.ledger, operator);
    expect(await carryOut(hands(), thawed.order, false)).toMatchObject({ by: "kill-switch" });
    await approve(stage, thawed);
    expect(await carryOut(hands(), thawed.order, false)).toEqual({ type: "verified" });
  });
});

describe("what cannot be read holds the step", () => {
  test.each([
    ["is refused", { status: 400, code: "AccessDeniedException", message: "no" }],
    ["fails again and again", { status: 500, code: "InternalServerError", message: "no" }],
  ])("when the table %s", async (_, error) => {
    const unread = await someone();
    const call = (async (permission, input) => {
      if (JSON.stringify(input).includes('"control"'))
        stage.lab.door.faults.add({ service: "dynamodb", operation: "Query", times: 10, error });
      return stage.ledger.call(permission, input);
    }) satisfies Stage["ledger"]["call"];
    expect(await carryOut(hands({ ledger: { ...stage.ledger, call } }), unread.order, false)).toMatchObject({
      type: "held",
      reason: expect.stringMatching(/^the guardrail could not decide \(/) as string,
    });
    await untouched(unread);
  });

  test.each(["frozen", "exemption#1"])("when what stands there is no JSON: %s", async (sk) => {
    const unread = await someone();
    await stage.overwrite({ pk: "control", sk, said: "{" });
    expect(await carryOut(hands(), unread.order, false)).toMatchObject({
      type: "held",
      by: expect.stringMatching(/^(kill-switch|exemptions)$/) as string,
      reason: "the guardrail could not decide (SyntaxError)",
    });
    await untouched(unread);
  });

  test("when the beginning cannot be written: the order comes again", async () => {
    const unwritten = await someone();
    const error = { status: 400, code: "AccessDeniedException", message: "not now" };
    const fails = breaking(() =>
      stage.lab.door.faults.add({ service: "dynamodb", operation: "TransactWriteItems", error }),
    );
    await expect(carryOut(handsFor(stage, [fails]), unwritten.order, false)).rejects.toThrow("not now");
    await untouched(unwritten);
    expect(await carryOut(hands(), unwritten.order, false)).toEqual({ type: "verified" });
  });
});

describe("an exemption", () => {
  test.each(Object.entries(allWays))("holds a step that is ordered %s", async (name, way) => {
    const exempted = await someone(`exempt-${name}`);
    await exempt({ principal: userArn("exempt-*") });
    expect(await way(stage, hands(), exempted)).toMatchObject({
      type: "held",
      by: "exemptions",
      reason: "exempted: 1 (migration; data team, until 2099-01-01T00:00:00Z)",
    });
    await untouched(exempted);
  });

  test.each<[string, Partial<Exemption>]>([
    ["the resource", { resource: orders }],
    ["a pattern of resources", { resource: "arn:aws:kinesis:*:stream/ord*" }],
    ["the key of the user", { resource: `${userArn("*")}/access-key/*` }],
    ["the detection", { detection: "stream-encryption-stopped" }],
    ["the user, in another case of letters", { principal: userArn("SOMEONE-*") }],
    ["all three", { principal: userArn("*"), resource: orders, detection: "stream-encryption-stopped" }],
    ["the detection, until when nobody can read", { detection: "stream-encryption-stopped", until: "next week" }],
  ])("of %s holds", async (_, changes) => {
    const exempted = await someone();
    await stage.overwrite({
      pk: "control",
      sk: "exemption#1",
      said: JSON.stringify({ id: "1", reason: "r", owner: "o", until: "2099-01-01", ...changes }),
    });
    expect(await carryOut(hands(), exempted.order, false)).toMatchObject({ type: "held", by: "exemptions" });
    await untouched(exempted);
  });

  test.each<[string, Partial<Exemption>]>([
    ["nothing at all", {}],
    ["another stream", { resource: `${orders}-2` }],
    ["another user of such a name", { principal: userArn("omeone-*") }],
    ["this user for another detection", { principal: userArn("*"), detection: "stream-encrypted-with-other-key" }],
  ])("of %s does not", async (_, changes) => {
    const other = await someone();
    await exempt(changes);
    expect(await carryOut(hands(), other.order, false)).toEqual({ type: "verified" });
  });

  test("that has run out does not count, and that is told with what was done", async () => {
    const late = await someone();
    await exempt({ resource: orders, until: "2026-01-01" });
    expect(await carryOut(hands(), late.order, false)).toEqual({
      type: "verified",
      remarks: ["An exemption that has run out was not heeded: 1 (migration; data team, until 2026-01-01)."],
    });
  });

  test("in lockkeeper.yml counts as one that was made, and does not keep anybody from an undo", async () => {
    const [exempted, before] = [await someone(), await someone()];
    await carryOut(hands(), before.order, false);
    const until = "2099-01-01";
    const settings = settingsOf({ exemptions: [{ resource: orders, reason: "r", owner: "o", until }] });
    expect(await carryOut(hands({ settings }), exempted.order, false)).toMatchObject({
      by: "exemptions",
      reason: `exempted: lockkeeper.yml 1 (r; o, until ${until})`,
    });
    await before.orderUndo();
    expect(await takeBack(hands({ settings }), before.undoOrder, false)).toEqual({ type: "verified" });
  });

  test("is missed where the settings do not say whether there is one: the step is held", async () => {
    const unread = await someone();
    const settings = Object.assign(settingsOf({}), { exemptions: undefined });
    expect(await carryOut(hands({ settings }), unread.order, false)).toMatchObject({ type: "held", by: "exemptions" });
    await untouched(unread);
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import type { Permission } from "../../shared/aws/operations.ts";
import { InvalidOrder } from "../../shared/incident/order.ts";
import { carryOut } from "../../shared/response/carry-out.ts";
import type { Hands } from "../../shared/response/hands.ts";
import { takeBack } from "../../shared/response/take-back.ts";
import { handsFor, type Suspect, settingsOf, suspect } from "./orders.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterEach(() => stage.lab.door.faults.clear());
afterAll(() => stage?.close());

const observe = settingsOf({ mode: "observe" });
const hands = (changes?: Partial<Hands<Permission>>) => handsFor(stage, [deactivateAccessKey], changes);
const recordOf = ({ key }: Suspect) => stage.stepOf(key);
const broken = { service: "iam", operation: "UpdateAccessKey", error: { status: 400, code: "X", message: "not now" } };

/** Somebody whose key was taken out of use, with an order to undo that. */
const contained = async (userName: string): Promise<Suspect> => {
  const someone = await suspect(stage, userName);
  expect(await carryOut(hands(), someone.order, false)).toEqual({ type: "verified" });
  await someone.orderUndo();
  return someone;
};

test("undo brings the state back, and the record keeps both what was done and that it was undone", async () => {
  const alice = await contained("alice");
  const done = await recordOf(alice);
  expect(await takeBack(hands(), alice.undoOrder, false)).toEqual({ type: "verified" });
  expect(await alice.status()).toBe("Active");
  expect(await recordOf(alice)).toEqual({
    ...done,
    undo: { type: "verified" },
    undoneAt: expect.any(String) as string,
  });
});

test("the call that undoes is known for our own", async () => {
  const known = await contained("known");
  const before = stage.lab.door.trail.records().length;
  await takeBack(hands(), known.undoOrder, false);
  const call = stage.lab.door.trail
    .records()
    .slice(before)
    .find(({ eventName }) => eventName === "UpdateAccessKey");
  expect(await stage.rows(`call#${call?.requestID}`)).toEqual([
    expect.objectContaining({ permission: "iam:UpdateAccessKey", step: known.key.step }),
  ]);
});

test("undo is done once: the same order again changes nothing", async () => {
  const bob = await contained("bob");
  await takeBack(hands(), bob.undoOrder, false);
  await bob.set("Inactive");
  const record = await recordOf(bob);
  expect(await takeBack(hands(), bob.undoOrder, false)).toEqual({ type: "verified" });
  expect(await bob.status()).toBe("Inactive");
  expect(await recordOf(bob)).toEqual(record);
});

test("undo that is not seen to have worked is unverified", async () => {
  const carol = await contained("carol");
  const blind = { ...deactivateAccessKey, live: async () => "Inactive" as const };
  expect(await takeBack(handsFor(stage, [blind]), carol.undoOrder, false)).toEqual({ type: "unverified" });
  expect(await recordOf(carol)).toMatchObject({ undo: { type: "unverified" } });
});

describe("undo passes the same gate", () => {
  test("observe mode holds it", async () => {
    const dave = await contained("dave");
    const written = dave.written();
    const held = await takeBack(hands({ settings: observe }), dave.undoOrder, false);
    expect(held).toMatchObject({ type: "held", by: "mode" });
    expect(dave.written()).toEqual(written);
    expect(await dave.status()).toBe("Inactive");
    expect(await recordOf(dave)).toMatchObject({ undo: held, outcome: { type: "verified" } });
  });

  test("what was held can be ordered again once it may be done", async () => {
    const erin = await contained("erin");
    await takeBack(hands({ settings: observe }), erin.undoOrder, false);
    await erin.orderUndo();
    expect(await takeBack(hands(), erin.undoOrder, false)).toEqual({ type: "verified" });
    expect(await erin.status()).toBe("Active");
  });

  test("what it did not declare is refused", async () => {
    const frank = await contained("frank");
    const undeclaring = { ...deactivateAccessKey, writes: [] };
    await expect(takeBack(handsFor(stage, [undeclaring]), frank.undoOrder, false)).rejects.toThrow("was not declared");
    expect(await frank.status()).toBe("Inactive");
  });
});

describe("undo that fails", () => {
  test("comes again", async () => {
    const grace = await contained("grace");
    stage.lab.door.faults.add(broken);
    await expect(takeBack(hands(), grace.undoOrder, false)).rejects.toThrow("not now");
    expect(await recordOf(grace)).not.toHaveProperty("undo");
    expect(await takeBack(hands(), grace.undoOrder, false)).toEqual({ type: "verified" });
  });

  test("at its last try is on record as failed, and can be ordered again", async () => {
    const heidi = await contained("heidi");
    stage.lab.door.faults.add(broken);
    expect(await takeBack(hands(), heidi.undoOrder, true)).toMatchObject({ type: "failed" });
    expect(await recordOf(heidi)).toMatchObject({ undo: { type: "failed" } });
    expect(await heidi.status()).toBe("Inactive");
    await heidi.orderUndo();
    expect(await takeBack(hands(), heidi.undoOrder, true)).toEqual({ type: "verified" });
    expect(await heidi.status()).toBe("Active");
  });
});

describe("only what was carried out is undone", () => {
  /** What comes of the order, and whether anything has changed by it. */
  const aftermath = async (someone: Suspect, order = someone.undoOrder) => {
    const before = JSON.stringify([await recordOf(someone), someone.written()]);
    const outcome = await takeBack(hands(), order, true).catch((error: Error) => error.name);
    return { outcome, changed: JSON.stringify([await recordOf(someone), someone.written()]) !== before };
  };
  const refused = { outcome: "InvalidOrder", changed: false };

  test("not a step or an incident that nobody knows", async () => {
    const ivan = await contained("ivan");
    expect(await aftermath(ivan, { ...ivan.undoOrder, step: "made-up" })).toEqual(refused);
    expect(await aftermath(ivan, { ...ivan.undoOrder, incident: "made-up" })).toEqual(refused);
    expect(await stage.rows("incident#made-up")).toEqual([]);
  });

  test("not a step that has not begun", async () => {
    expect(await aftermath(await suspect(stage, "judy"))).toEqual(refused);
  });

  test("not a step that was held, or had nothing to do", async () => {
    const [held, idle] = [await suspect(stage, "held"), await suspect(stage, "idle")];
    await carryOut(hands({ settings: observe }), held.order, false);
    expect(await aftermath(held)).toEqual(refused);
    await idle.set("Inactive");
    await carryOut(hands(), idle.order, false);
    expect(await aftermath(idle)).toEqual(refused);
  });

  test("a step that failed after it had written is undone: something of it was carried out", async () => {
    const kim = await suspect(stage, "kim");
    const dying = {
      ...deactivateAccessKey,
      apply: async (...given: Parameters<typeof deactivateAccessKey.apply>) => {
        await deactivateAccessKey.apply(...given);
        throw new RangeError("after the write");
      },
    };
    expect(await carryOut(handsFor(stage, [dying]), kim.order, true)).toMatchObject({ type: "failed" });
    expect(await kim.status()).toBe("Inactive");
    await kim.orderUndo();
    expect(await takeBack(hands(), kim.undoOrder, false)).toEqual({ type: "verified" });
    expect(await kim.status()).toBe("Active");
  });
});

describe("a record that was tampered with is not followed", () => {
  test.each([
    ["the change lacks the key", { change: JSON.stringify({ resource: "arn", userName: "victim" }) }],
    ["the change is one of another action", { change: JSON.stringify({ resource: "arn", before: null, after: null }) }],
    ["the action is one that this function does not have", { action: "restore-stream-encryption" }],
  ])("%s", async (name, changes) => {
    const leo = await contained(`leo-${name.replace(/\W/g, "-").slice(0, 30)}`);
    const [row] = (await stage.rows(`incident#${leo.key.incident}`)).filter(({ sk }) => sk === `step#${leo.key.step}`);
    await stage.overwrite({ ...row, ...changes });
    await expect(takeBack(hands(), leo.undoOrder, true)).rejects.toThrow(InvalidOrder);
    expect(await leo.status()).toBe("Inactive");
    expect(await recordOf(leo)).not.toHaveProperty("undo");
  });
});

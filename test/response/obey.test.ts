import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import type { Message } from "../../shared/queue/batch.ts";
import { obey } from "../../shared/response/obey.ts";
import { type Listening, listen } from "./ears.ts";
import { handsFor, type Suspect, suspect } from "./orders.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
let scene: Listening;
beforeAll(async () => {
  stage = await openStage();
  scene = await listen(stage);
});
afterEach(() => stage.lab.door.faults.clear());
afterAll(() => stage?.close());

let ids = 0;
const messageOf = (order: unknown, lastTry = false): Message => ({
  id: `order-${++ids}`,
  body: typeof order === "string" ? order : JSON.stringify(order),
  lastTry,
});
const obeyed = (message: Message) =>
  obey(handsFor(stage, [deactivateAccessKey]), { ...scene.ears.aside, from: "identity findings" }, message);

/** Nothing became of the order but a dead letter and a row that says why; the reason. */
const setAside = async (message: Message): Promise<string> => {
  const [dead, ...others] = await scene.take("set aside");
  expect(others).toEqual([]);
  expect(dead?.body).toBe(message.body);
  expect(await stage.rows(`unreadable#${message.id}`)).toEqual([
    expect.objectContaining({ problem: dead?.problem, queue: "identity findings" }),
  ]);
  return dead?.problem ?? "";
};

test("an order to carry out a step, one to look at it again and one to undo it are obeyed", async () => {
  const alice = await suspect(stage, "alice");
  expect(await obeyed(messageOf(alice.order))).toEqual({ type: "verified" });
  expect(await alice.status()).toBe("Inactive");
  expect(await obeyed(messageOf({ ...alice.key, kind: "recheck", look: 1 }))).toBe("holds");
  await alice.orderUndo();
  expect(await obeyed(messageOf(alice.undoOrder))).toEqual({ type: "verified" });
  expect(await alice.status()).toBe("Active");
  expect(await scene.take("set aside")).toEqual([]);
});

test("what a later try may mend is left to it, and at the last try is the step's end: nothing is set aside", async () => {
  const bob = await suspect(stage, "bob");
  const error = { status: 400, code: "InvalidInput", message: "not now" };
  stage.lab.door.faults.add({ service: "iam", operation: "UpdateAccessKey", times: 2, error });
  const message = messageOf(bob.order);
  await expect(obeyed(message)).rejects.toThrow("not now");
  expect(await obeyed({ ...message, lastTry: true })).toMatchObject({ type: "failed" });
  expect(await scene.take("set aside")).toEqual([]);
  expect(await stage.rows(`unreadable#${message.id}`)).toEqual([]);
});

describe("an order that cannot be followed is set aside, and nothing is written", () => {
  const hostile = "\u0000\u001b[31m\nSTATUS: resolved";
  const orders: readonly (readonly [string, (someone: Suspect) => unknown])[] = [
    ["not JSON", () => "{"],
    ["no order", () => null],
    ["of a kind that there is not", ({ order }) => ({ ...order, kind: "delete" })],
    ["with a field that no order has", ({ order }) => ({ ...order, [hostile]: 1 })],
    ["with the step itself in place of its name", ({ order, step }) => ({ ...order, step })],
    ["for a step that there is not", ({ order }) => ({ ...order, step: hostile })],
    ["for an incident that there is not", ({ order }) => ({ ...order, incident: hostile })],
    ["to undo a step that there is not", ({ undoOrder }) => ({ ...undoOrder, step: hostile })],
    ["to undo a step of an incident that there is not", ({ undoOrder }) => ({ ...undoOrder, incident: hostile })],
    ["to undo a step that was not carried out", ({ undoOrder }) => undoOrder],
    ["to look again at a step that there is not", ({ key }) => ({ ...key, step: hostile, kind: "recheck", look: 1 })],
    ["to look again for the noughth time", ({ key }) => ({ ...key, kind: "recheck", look: 0 })],
    ["whose incident is too long for a key", ({ order }) => ({ ...order, incident: "\u{1f600}".repeat(600) })],
    ["whose step is too long for a key", ({ order }) => ({ ...order, step: "\u{1f600}".repeat(300) })],
    ["whose step is empty", ({ order }) => ({ ...order, step: "" })],
  ];

  test.each(orders)("%s", async (name, orderOf) => {
    const someone = await suspect(stage, name.replace(/\W/g, "-"));
    const message = messageOf(orderOf(someone), true);
    expect(await obeyed(message)).toBeUndefined();
    const problem = await setAside(message);
    expect(problem).toMatch(/expected|not JSON/);
    // The reason is told to people; whoever wrote the order has no say in it.
    expect(problem).not.toContain("STATUS");
    expect(problem.length).toBeLessThan(300);
    expect(await someone.status()).toBe("Active");
    expect(await stage.stepOf(someone.key)).toBeUndefined();
  });
});

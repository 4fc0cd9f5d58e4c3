import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../../shared/actions/iam/deactivate-access-key.ts";
import type { Permission } from "../../../shared/aws/operations.ts";
import type { Cause } from "../../../shared/incident/finding.ts";
import { beginStep } from "../../../shared/ledger/begin-step.ts";
import { carryOut } from "../../../shared/response/carry-out.ts";
import type { Hands } from "../../../shared/response/hands.ts";
import { takeBack } from "../../../shared/response/take-back.ts";
import { account } from "../../lab/door/example-lab.ts";
import { handsFor, orders, type Suspect, settingsOf, suspect } from "../orders.ts";
import { openStage, type Stage } from "../stage.ts";
import { approve, beginAndDie } from "../ways.ts";

/** The budgets: counted in the table together with the beginning of each step, so that no interleaving goes over them. */

const hour = 3_600_000;
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
// Each test in an hour of its own.
beforeEach(() => stage.passTime(hour));
afterAll(() => stage?.close());

const many = 1_000;
const hands = (
  budgets: Partial<Record<"principal" | "resource" | "account", number>>,
  changes: Partial<Hands<Permission>> = {},
) => {
  const settings = settingsOf({
    backlogMinutes: 100_000,
    budgets: { principal: many, resource: many, account: many, ...budgets },
  });
  return handsFor(stage, [deactivateAccessKey], { settings, ...changes });
};
let made = 0;
const someone = (about?: Parameters<typeof suspect>[2]) => suspect(stage, `someone-${++made}`, about);
const group = (length: number, about?: Parameters<typeof suspect>[2]) =>
  Promise.all(Array.from({ length }, () => someone(about)));
const writes = (all: readonly Suspect[]) => all.flatMap((one) => one.written()).length;

/** A cause of whose actor only the name of the session differs. */
const bySession = (sessionName: string): { readonly cause: Partial<Cause> } => {
  const arn = `arn:aws:sts::${account}:assumed-role/deploy/${sessionName}`;
  const roleArn = `arn:aws:iam::${account}:role/deploy`;
  const credential = {
    kind: "role-session",
    roleName: "deploy",
    roleArn,
    userId: "AROA:x",
    sessionName,
    instance: false,
  } as const;
  return { cause: { actor: { name: arn, arn, credential } } };
};

describe("a budget", () => {
  test("of the account is not gone over by five orders at once, each of another step", async () => {
    const all = await group(5);
    const outcomes = await Promise.all(all.map(({ order }) => carryOut(hands({ account: 2 }), order, false)));
    expect(outcomes.map(({ type }) => type).sort()).toEqual([
      ...Array.from({ length: 3 }, () => "awaiting-approval"),
      "verified",
      "verified",
    ]);
    expect(writes(all)).toBe(2);
    for (const outcome of outcomes)
      if (outcome.type !== "verified")
        expect(outcome).toMatchObject({ by: "budgets", reason: "the 2 steps an hour for the account are used up" });
  });

  test("of a principal is not gone over under other names of a session", async () => {
    const all = await Promise.all(["a", "b", "c"].map((name) => someone(bySession(name))));
    for (const { order } of all) await carryOut(hands({ principal: 2 }), order, false);
    expect(writes(all)).toBe(2);
  });

  test("of a resource is not gone over by orders of several incidents about it", async () => {
    const [first, second] = await group(2);
    if (!first || !second) throw new Error("there are not two");
    await carryOut(hands({ resource: 1 }), first.order, false);
    // Another incident orders the same key to be taken again, since somebody gave it back.
    await first.set("Active");
    const again = { ...first.step, id: "again", source: second.key.incident };
    const [found] = await stage.rows(`incident#${second.key.incident}`);
    const { findings } = JSON.parse(String(found?.["found"])) as { readonly findings: object[] };
    await stage.overwrite({ ...found, found: JSON.stringify({ findings, steps: [again], advice: [] }) });
    const outcome = await carryOut(hands({ resource: 1 }), { incident: second.key.incident, step: "again" }, false);
    expect(outcome).toMatchObject({ by: "budgets", reason: "the 1 steps an hour for this resource are used up" });
    expect(await first.status()).toBe("Active");
  });

  test("is taken from once for a step, however often its order comes and whoever finishes it", async () => {
    const [dies, held, late] = [await someone(), await someone(), await someone()];
    await beginAndDie(stage, dies);
    for (const order of [dies.order, dies.order, held.order]) await carryOut(hands({ account: 1 }), order, false);
    expect(await carryOut(hands({ account: 1 }), late.order, false)).toMatchObject({ by: "budgets" });
    // The one that died had not been counted here, so that one more was done; none was counted twice.
    expect(writes([dies, held, late])).toBe(2);
  });

  test("that one step goes over is not taken from by it: all of them or none", async () => {
    const [first, second, third] = [await someone(bySession("a")), await someone(bySession("b")), await someone()];
    const few = hands({ principal: 1, account: 2 });
    for (const { order } of [first, second, third]) await carryOut(few, order, false);
    expect([first.written(), second.written(), third.written()]).toEqual([["Inactive"], [], ["Inactive"]]);
  });

  test("is there again in the next hour, for new steps; one that was held waits for a person", async () => {
    const [first, held, next] = [await someone(), await someone(), await someone()];
    const one = hands({ account: 1 });
    await carryOut(one, first.order, false);
    await carryOut(one, held.order, false);
    stage.passTime(hour);
    expect(await carryOut(one, held.order, false)).toMatchObject({ by: "budgets" });
    expect(await carryOut(one, next.order, false)).toEqual({ type: "verified" });
    expect(held.written()).toEqual([]);
  });

  test("does not count what a person approves or orders undone", async () => {
    const [first, held] = [await someone(), await someone()];
    const one = hands({ account: 1 });
    await carryOut(one, first.order, false);
    await carryOut(one, held.order, false);
    await approve(stage, held);
    expect(await carryOut(one, held.order, false)).toEqual({ type: "verified" });
    await first.orderUndo();
    expect(await takeBack(one, first.undoOrder, false)).toEqual({ type: "verified" });
  });
});

describe("a budget that is broken lets nothing pass", () => {
  test.each([
    ["there are no budgets", { budgets: undefined }],
    ["one is missing", { budgets: { principal: 5, resource: 5 } }],
    ["one is no number", { budgets: { principal: 5, resource: 5, account: Number.NaN } }],
    ["one is a text", { budgets: { principal: 5, resource: 5, account: "many" } }],
  ])("%s", async (_, changes) => {
    const one = await someone();
    const settings = Object.assign(settingsOf({}), changes);
    const outcome = await carryOut(hands({}, { settings }), one.order, true).catch((error: Error) => error);
    expect(outcome).not.toMatchObject({ type: "verified" });
    expect(one.written()).toEqual([]);
  });

  test("the table does not take the count: the order comes again", async () => {
    const one = await someone();
    const error = { status: 400, code: "AccessDeniedException", message: "not now" };
    stage.lab.door.faults.add({ service: "dynamodb", operation: "TransactWriteItems", error });
    await expect(carryOut(hands({}), one.order, false)).rejects.toThrow("not now");
    expect(one.written()).toEqual([]);
  });
});

test("allowances are never exceeded, whatever steps begin at once and whichever of them they share", async () => {
  const about = { action: "a", answers: { detection: "d", resource: { type: "t", id: orders }, source: "s" } };
  const change = { resource: orders, before: 1, after: 2 };
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.subarray(["x", "y", "z"], { minLength: 1 }), { minLength: 1, maxLength: 8 }),
      fc.record({ x: fc.integer({ min: 1, max: 3 }), y: fc.integer({ min: 1, max: 3 }), z: fc.constant(1) }),
      async (steps, limits) => {
        round += 1;
        const came = await Promise.all(
          steps.map((counters, index) =>
            beginStep(
              stage.ledger,
              { incident: `round-${round}`, step: `step-${index}` },
              { ...about, change, lease: 1 },
              counters.map((name) => ({ counter: `${name}#${round}`, limit: limits[name as "x"], expires: 1 })),
            ),
          ),
        );
        for (const name of ["x", "y", "z"] as const) {
          const begun = steps.filter((counters, index) => came[index] === "begun" && counters.includes(name)).length;
          const [row] = await stage.rows(`budget#${name}#${round}`);
          expect(begun).toBeLessThanOrEqual(limits[name]);
          expect(Number(row?.["used"] ?? 0)).toBe(begun);
        }
        // Who was refused was refused for a counter that is used up.
        for (const [index, one] of came.entries()) {
          if (typeof one !== "object") continue;
          const name = steps[index]?.[one.usedUp] as "x";
          const [row] = await stage.rows(`budget#${name}#${round}`);
          expect(row?.["used"]).toBe(limits[name]);
        }
      },
    ),
    { numRuns: 30 },
  );
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import { noteEnd } from "../../shared/ledger/ends.ts";
import { carryOut } from "../../shared/response/carry-out.ts";
import { endContainments } from "../../shared/response/end-containments.ts";
import { takeBack } from "../../shared/response/take-back.ts";
import { inMemory } from "../shared/in-memory.ts";
import { handsFor, settingsOf, suspect } from "./orders.ts";
import { openStage, type Stage } from "./stage.ts";

/** Containments that end by themselves. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const hour = 3_600_000;
const settings = settingsOf({ mode: "enforce", containmentHours: 8 });
const sweep = async () => {
  const sent: unknown[] = [];
  const send = inMemory<"sqs:SendMessage" | "sqs:SendMessageBatch">((_, input) => sent.push(input));
  const queues = { identity: "identity", resource: "resource", tellBy: "tell by" };
  await endContainments({ ledger: stage.ledger, send, queues, identityActions: [deactivateAccessKey.id] });
  return sent;
};

test("after the hours of lockkeeper.yml what was taken is given back, once", async () => {
  const hands = handsFor(stage, [deactivateAccessKey], { settings });
  const alice = await suspect(stage, "alice");
  expect(await carryOut(hands, alice.order, false)).toEqual({ type: "verified" });
  stage.passTime(7 * hour);
  expect(await sweep()).toEqual([]);
  stage.passTime(2 * hour);
  const order = { kind: "undo", ...alice.key };
  expect(await sweep()).toEqual([{ QueueUrl: "identity", MessageBody: JSON.stringify(order) }]);
  expect(await sweep()).toEqual([]);
  expect(await takeBack(hands, { ...alice.key }, false)).toEqual({ type: "verified" });
  expect(await alice.status()).toBe("Active");
  expect((await stage.stepOf(alice.key))?.undoOrder?.by).toBe("lockkeeper.yml: containmentHours");
});

test("without them nothing ends by itself, unless an operator has said when", async () => {
  const hands = handsFor(stage, [deactivateAccessKey], {
    settings: settingsOf({ mode: "enforce", backlogMinutes: 10_000 }),
  });
  const bob = await suspect(stage, "bob");
  await carryOut(hands, bob.order, false);
  expect(await sweep()).toEqual([]);
  const at = new Date(stage.ledger.now().getTime() + hour).toISOString();
  const by = "arn:aws:iam::123456789012:user/olga";
  await noteEnd(stage.ledger, { ...bob.key, at, action: deactivateAccessKey.id, by });
  expect(await sweep()).toEqual([]);
  stage.passTime(2 * hour);
  expect(await sweep()).toHaveLength(1);
  expect((await stage.stepOf(bob.key))?.undoOrder).toMatchObject({ by });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import type { Permission } from "../../shared/aws/operations.ts";
import { readOrder } from "../../shared/incident/order.ts";
import { carryOut } from "../../shared/response/carry-out.ts";
import type { Hands, Orders } from "../../shared/response/hands.ts";
import { handsFor, type Suspect, settingsOf, suspect } from "./orders.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const settings = settingsOf({ recheckSeconds: [5, 30, 900] });

interface Sent {
  readonly after: number | undefined;
  readonly order: ReturnType<typeof readOrder>;
}

/** Hands whose orders are gathered; what stands in the ledger of the step by then is gathered with them. */
const gathering = (someone: Suspect, changes: Partial<Hands<Permission>> = {}) => {
  const sent: Sent[] = [];
  const ended: boolean[] = [];
  const send = (async (permission, input) => {
    const { Entries = [] } = input as { readonly Entries?: readonly { MessageBody: string; DelaySeconds: number }[] };
    for (const { MessageBody, DelaySeconds } of Entries)
      sent.push({ after: DelaySeconds, order: readOrder(MessageBody) });
    ended.push((await stage.stepOf(someone.key))?.outcome !== undefined);
    return stage.orders.send(permission, input);
  }) as Orders["send"];
  const { queue } = stage.orders;
  const hands = handsFor(stage, [deactivateAccessKey], { settings, orders: { queue, send }, ...changes });
  return { hands, sent, ended };
};

test("looks are ordered when it was done and before its end is written down: whoever dies in between is followed", async () => {
  const alice = await suspect(stage, "alice");
  const { hands, sent, ended } = gathering(alice);
  await carryOut(hands, alice.order, false);
  const order = (look: number) => ({ kind: "recheck", ...alice.key, look });
  expect(sent).toEqual([
    { after: 5, order: order(1) },
    { after: 30, order: order(2) },
    { after: 900, order: order(3) },
  ]);
  expect(ended).toEqual([false]);
  expect((await stage.stepOf(alice.key))?.outcome).toEqual({ type: "verified" });
});

test("when they cannot be ordered the step is not ended; the next delivery orders them and does not do it twice", async () => {
  const bob = await suspect(stage, "bob");
  const { queue } = stage.orders;
  const fails = (async () => ({
    Failed: [{ Id: "look-1", Code: "Over", SenderFault: false }],
  })) as unknown as Orders["send"];
  const failing = gathering(bob, { orders: { queue, send: fails } });
  await expect(carryOut(failing.hands, bob.order, false)).rejects.toThrow("1 of 3 messages were not taken: Over");
  expect(await stage.stepOf(bob.key)).not.toHaveProperty("outcome");
  const next = gathering(bob);
  expect(await carryOut(next.hands, bob.order, false)).toEqual({ type: "verified" });
  expect(next.sent).toHaveLength(3);
  expect(bob.written()).toEqual(["Inactive"]);
});

test.each([
  ["held", { settings: settingsOf({ mode: "observe", recheckSeconds: [5] }) }, "Active"],
  ["found to be done already", {}, "Inactive"],
  ["never to be looked at again", { settings: settingsOf({}) }, "Active"],
] as const)("no look is ordered at a step that is %s", async (what, changes, status) => {
  const carol = await suspect(stage, `carol-${what.replaceAll(" ", "-")}`);
  await carol.set(status);
  const { hands, sent } = gathering(carol, changes);
  await carryOut(hands, carol.order, false);
  expect(sent).toEqual([]);
});

import { DeleteAccessKeyCommand } from "@aws-sdk/client-iam";
import { StartStreamEncryptionCommand } from "@aws-sdk/client-kinesis";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import { restoreStreamEncryption } from "../../shared/actions/kinesis/restore-stream-encryption.ts";
import { InvalidOrder } from "../../shared/incident/order.ts";
import { freezeAll, liftFreeze } from "../../shared/ledger/control.ts";
import { orderUndo } from "../../shared/ledger/step-afterwards.ts";
import { carryOut } from "../../shared/response/carry-out.ts";
import { hear } from "../../shared/response/hear.ts";
import { takeBack } from "../../shared/response/take-back.ts";
import type { KeyPair } from "../lab/door/example-lab.ts";
import { type Listening, messageOf, openScene } from "./ears.ts";
import { handsFor, operator, type Suspect, suspect } from "./orders.ts";
import type { Stage } from "./stage.ts";

let stage: Stage;
let scene: Listening;
let mallory: KeyPair;
beforeAll(async () => {
  ({ stage, scene, mallory } = await openScene());
});
afterAll(() => stage?.close());
afterEach(async () => {
  stage.lab.door.faults.clear();
  await liftFreeze(stage.ledger, operator);
});

const hands = () => handsFor(stage, [deactivateAccessKey, restoreStreamEncryption], { settings: scene.ears.settings });
const undo = ({ undoOrder }: Suspect) => takeBack(hands(), undoOrder, false);
const freeze = () =>
  freezeAll(stage.ledger, { by: operator, at: stage.ledger.now().toISOString(), reason: "the wrong people" });

/** Somebody whose key was taken out of use; nobody has ordered that undone. */
const contained = async (userName: string): Promise<Suspect> => {
  const someone = await suspect(stage, userName);
  expect(await carryOut(hands(), someone.order, false)).toEqual({ type: "verified" });
  return someone;
};

describe("an undo is done when an operator's order for it is on record", () => {
  test("and not without one, whoever can write to the queue", async () => {
    const alice = await contained("alice");
    await expect(undo(alice)).rejects.toThrow(new InvalidOrder("undo: expected one that an operator ordered"));
    expect(await alice.status()).toBe("Inactive");
    expect(await stage.stepOf(alice.key)).not.toHaveProperty("undo");
  });

  test("which cannot be given before the step has ended", async () => {
    const bob = await suspect(stage, "bob");
    await bob.orderUndo();
    expect(await stage.stepOf(bob.key)).toBeUndefined();
    await expect(undo(bob)).rejects.toThrow(InvalidOrder);
  });

  test("and an order that was answered is not one for another try", async () => {
    const carol = await contained("carol");
    await carol.orderUndo();
    await freeze();
    const held = await undo(carol);
    expect(held).toMatchObject({ type: "held", by: "kill-switch" });
    await liftFreeze(stage.ledger, operator);
    expect(await undo(carol)).toEqual(held);
    expect(await carol.status()).toBe("Inactive");
    stage.passTime(1_000);
    await carol.orderUndo();
    expect(await undo(carol)).toEqual({ type: "verified" });
  });
});

describe("while everything is frozen", () => {
  test("an undo is held, and how it can be done all the same is told", async () => {
    const dave = await contained("dave");
    await dave.orderUndo();
    await freeze();
    expect(await undo(dave)).toMatchObject({
      type: "held",
      by: "kill-switch",
      reason: expect.stringMatching(
        /^everything was frozen by .*role\/on-call.*the wrong people.*--while-frozen/,
      ) as string,
    });
    expect(dave.written()).toEqual(["Inactive"]);
  });

  test("it is done when it was ordered with that in mind", async () => {
    const erin = await contained("erin");
    await freeze();
    await erin.orderUndo(true);
    expect(await undo(erin)).toEqual({ type: "verified" });
    expect(await erin.status()).toBe("Active");
  });

  test("and nobody can read whether it is, neither is done", async () => {
    const frank = await contained("frank");
    for (const whileFrozen of [false, true]) {
      stage.passTime(1_000);
      await frank.orderUndo(whileFrozen);
      const unreadable = {
        ...stage.ledger,
        call: ((permission: never, input: never) => {
          if (JSON.stringify(input).includes('"control"')) throw new RangeError("no table");
          return stage.ledger.call(permission, input);
        }) as Stage["ledger"]["call"],
      };
      expect(await takeBack({ ...hands(), ledger: unreadable }, frank.undoOrder, false)).toMatchObject({
        type: "held",
        by: "kill-switch",
      });
    }
    expect(await frank.status()).toBe("Inactive");
  });
});

describe("an undo of what is not there any more", () => {
  test("is done already when it is as it was before: nothing is written", async () => {
    const grace = await contained("grace");
    await grace.set("Active");
    const before = grace.written();
    await grace.orderUndo();
    expect(await undo(grace)).toEqual({ type: "compliant" });
    expect(grace.written()).toEqual(before);
    expect(await undo(grace)).toEqual({ type: "compliant" });
  });

  test("is held when the key is gone, and says so", async () => {
    const heidi = await contained("heidi");
    const { iam } = stage.lab.as(stage.lab.root);
    await iam.send(new DeleteAccessKeyCommand({ UserName: "heidi", AccessKeyId: heidi.accessKeyId }));
    await heidi.orderUndo(true);
    expect(await undo(heidi)).toMatchObject({
      type: "held",
      by: "moved-on",
      reason: 'it is not as it was left: it is gone, was left as "Inactive", and was "Active" before',
    });
  });

  test("is held when somebody has set a third key since, with what it is, what it was left as and what it was", async () => {
    const { kms, kinesis } = stage.lab.as(stage.lab.root);
    const stopped = await scene.stop("orders", mallory);
    await hear(scene.ears, messageOf(stopped));
    const [order] = await scene.orders("resource");
    if (order === undefined) throw new Error("no step was ordered");
    await carryOut(hands(), order, false);
    const { KeyMetadata: third } = await kms.send(new CreateKeyCommand({}));
    await scene.settled("orders");
    const key = { EncryptionType: "KMS", KeyId: third?.Arn } as const;
    await kinesis.send(new StartStreamEncryptionCommand({ StreamName: "orders", ...key }));
    await scene.settled("orders");
    const calls = stage.lab.door.trail.records().length;
    const { incident, step } = order;
    const at = stage.ledger.now().toISOString();
    await orderUndo(stage.ledger, { incident, step }, { by: operator, at, whileFrozen: true });
    const outcome = await takeBack(hands(), { incident, step }, false);
    expect(outcome).toMatchObject({ type: "held", by: "moved-on" });
    const { reason } = outcome as { readonly reason: string };
    const [is, was, before] = [third?.Arn ?? "", scene.key, '{"key":null}'].map((text) => reason.indexOf(text));
    expect([is, was, before].every((place) => place !== undefined && place > 0)).toBe(true);
    expect([is, was, before]).toEqual([is, was, before].toSorted((a = 0, b = 0) => a - b));
    const made = stage.lab.door.trail
      .records()
      .slice(calls)
      .map(({ eventName }) => eventName);
    expect(made.filter((name) => /^(Start|Stop)StreamEncryption$/.test(name))).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import type { Permission } from "../../shared/aws/operations.ts";
import { InvalidOrder } from "../../shared/incident/order.ts";
import { endStep, readStep } from "../../shared/ledger/step.ts";
import { carryOut, InProgress } from "../../shared/response/carry-out.ts";
import type { Guardrail } from "../../shared/response/guardrails/guardrail.ts";
import { mode } from "../../shared/response/guardrails/mode.ts";
import type { Hands } from "../../shared/response/hands.ts";
import { handsFor, onRecord, type Suspect, suspect } from "./orders.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const hands = (changes?: Partial<Hands<Permission>>) => handsFor(stage, [deactivateAccessKey], changes);
const recordOf = ({ key }: Suspect) => readStep(stage.ledger, key);

test("a step is planned, done, seen to be so, and on record with what was changed", async () => {
  const alice = await suspect(stage, "alice");
  expect(await carryOut(hands(), alice.order, false)).toEqual({ type: "verified" });
  expect(await alice.status()).toBe("Inactive");
  expect(await recordOf(alice)).toMatchObject({
    action: "deactivate-access-key",
    answers: { detection: alice.step.detection, resource: alice.step.resource },
    outcome: { type: "verified" },
    change: { accessKeyId: alice.accessKeyId, before: "Active", after: "Inactive" },
  });
});

test("every writing call is known for our own afterwards, by the id that the trail shows; a reading one is not", async () => {
  const known = await suspect(stage, "known");
  const before = stage.lab.door.trail.records().length;
  await carryOut(hands(), known.order, false);
  const calls = stage.lab.door.trail.records().slice(before).filter(({ eventSource }) => eventSource.startsWith("iam."));
  expect(new Set(calls.map(({ eventName }) => eventName))).toEqual(new Set(["ListAccessKeys", "UpdateAccessKey"]));
  for (const { eventName, requestID } of calls)
    expect((await stage.rows(`call#${requestID}`)).map(({ permission, incident, step }) => [permission, incident, step])).toEqual(
      eventName === "UpdateAccessKey" ? [["iam:UpdateAccessKey", known.key.incident, known.key.step]] : [],
    );
});

test("the same order after its end does nothing, even if there is something to do again", async () => {
  const bob = await suspect(stage, "bob");
  await carryOut(hands(), bob.order, false);
  await bob.set("Active");
  const record = await recordOf(bob);
  const written = bob.written();
  expect(await carryOut(hands(), bob.order, false)).toEqual({ type: "verified" });
  expect(await carryOut(hands(), bob.order, true)).toEqual({ type: "verified" });
  expect(await bob.status()).toBe("Active");
  expect(bob.written()).toEqual(written);
  expect(await recordOf(bob)).toEqual(record);
});

test("where nothing is to be done, nothing is written and the step ends as compliant", async () => {
  const carol = await suspect(stage, "carol");
  await carol.set("Inactive");
  const written = carol.written();
  expect(await carryOut(hands(), carol.order, false)).toEqual({ type: "compliant" });
  expect(carol.written()).toEqual(written);
  expect(await recordOf(carol)).toMatchObject({ outcome: { type: "compliant" } });
  expect(await recordOf(carol)).not.toHaveProperty("change");
});

test("done but not seen to be so is unverified", async () => {
  const dave = await suspect(stage, "dave");
  const blind = { ...deactivateAccessKey, verify: async () => false };
  expect(await carryOut(handsFor(stage, [blind]), dave.order, false)).toEqual({ type: "unverified" });
  expect(await dave.status()).toBe("Inactive");
  expect(await recordOf(dave)).toMatchObject({ outcome: { type: "unverified" }, change: { before: "Active" } });
});

test("what is seen only seconds later, since IAM takes its time, is verified all the same", async () => {
  const erin = await suspect(stage, "erin");
  const began = Date.now();
  const slow = {
    ...deactivateAccessKey,
    verify: async (...given: Parameters<typeof deactivateAccessKey.verify>) =>
      Date.now() - began > 600 && deactivateAccessKey.verify(...given),
  };
  expect(await carryOut(handsFor(stage, [slow]), erin.order, false)).toEqual({ type: "verified" });
});

describe("guardrails", () => {
  const broken: Guardrail = {
    id: "broken",
    check: () => {
      throw new RangeError("the setting cannot be read");
    },
  };
  const silent: Guardrail = { id: "silent", check: () => undefined };
  const observe = { mode: "observe", streams: [{ name: "orders" }], detections: {} } as const;

  test.each([
    ["in observe mode", { settings: observe }, { by: "mode", reason: "the mode is observe: nothing is changed" }],
    [
      "on a stream in observe mode, though the rest is enforced",
      { settings: { ...observe, mode: "enforce", streams: [{ name: "orders", mode: "observe" }] } },
      { by: "mode" },
    ],
    [
      "of a detection in observe mode, though the stream is enforced",
      {
        settings: {
          mode: "enforce",
          streams: [{ name: "orders", mode: "enforce" }],
          detections: { "stream-encryption-stopped": { mode: "observe" } },
        },
      },
      { by: "mode" },
    ],
    ["by a guardrail that throws", { guardrails: [silent, broken, mode] }, { by: "broken" }],
  ] satisfies readonly [string, Partial<Hands<Permission>>, object][])(
    "a step %s is held, with what it would have changed on record, and nothing written",
    async (name, changes, held) => {
      const held1 = await suspect(stage, `held-${name.replace(/\W+/g, "-").slice(0, 40)}`);
      const outcome = await carryOut(hands(changes), held1.order, false);
      expect(outcome).toMatchObject({ type: "held", ...held });
      expect(await held1.status()).toBe("Active");
      expect(held1.written()).toEqual([]);
      expect(await recordOf(held1)).toMatchObject({ outcome, change: { accessKeyId: held1.accessKeyId }, lease: 0 });
    },
  );

  test("a held step stays held when its order comes again after the mode was changed", async () => {
    const frank = await suspect(stage, "frank");
    const outcome = await carryOut(hands({ settings: observe }), frank.order, false);
    expect(await carryOut(hands(), frank.order, false)).toEqual(outcome);
    expect(frank.written()).toEqual([]);
  });
});

describe("an action that fails", () => {
  const failing = (message: string) => ({
    ...deactivateAccessKey,
    apply: () => Promise.reject(new RangeError(message)),
  });

  test("leaves the step begun and free for the next try, which finishes it from the plan on record", async () => {
    const grace = await suspect(stage, "grace");
    await expect(carryOut(handsFor(stage, [failing("not now")]), grace.order, false)).rejects.toThrow("not now");
    const begun = await recordOf(grace);
    expect(begun).toMatchObject({ lease: 0, change: { before: "Active" } });
    expect(begun).not.toHaveProperty("outcome");
    expect(await carryOut(hands(), grace.order, false)).toEqual({ type: "verified" });
    expect(await recordOf(grace)).toMatchObject({ begunAt: begun?.begunAt, outcome: { type: "verified" } });
  });

  test("at the last try ends the step as failed, with the error's name and message", async () => {
    const heidi = await suspect(stage, "heidi");
    const outcome = { type: "failed", error: "RangeError: never" };
    expect(await carryOut(handsFor(stage, [failing("never")]), heidi.order, true)).toEqual(outcome);
    expect(await recordOf(heidi)).toMatchObject({ outcome });
    expect(await heidi.status()).toBe("Active");
  });

  test("while planning leaves nothing on record, and at the last try ends the step as failed", async () => {
    const ivan = await suspect(stage, "ivan");
    const { error } = { error: { status: 400, code: "ServiceFailure", message: "not now" } };
    stage.lab.door.faults.add({ service: "iam", operation: "ListAccessKeys", times: 2, error });
    await expect(carryOut(hands(), ivan.order, false)).rejects.toMatchObject({ name: "ServiceFailure" });
    expect(await recordOf(ivan)).toBeUndefined();
    expect(await carryOut(hands(), ivan.order, true)).toMatchObject({ type: "failed" });
    expect(await recordOf(ivan)).toMatchObject({ outcome: { type: "failed", error: "ServiceFailure: not now" } });
  });
});

describe("what an action did not declare", () => {
  // Past the compiler, as an action in plain JavaScript could.
  // biome-ignore lint/suspicious/noExplicitAny: that is what is tested.
  const undeclared = (key: any, call: any) =>
    call("iam:UpdateAccessKey", { UserName: key.userName, AccessKeyId: key.accessKeyId, Status: "Inactive" });

  test("is refused when it applies", async () => {
    const judy = await suspect(stage, "judy");
    const greedy = { ...deactivateAccessKey, writes: [], apply: async (...given: unknown[]) => undeclared(given[0], given[1]) };
    await expect(carryOut(handsFor(stage, [greedy]), judy.order, false)).rejects.toThrow(
      "iam:UpdateAccessKey was not declared",
    );
    expect(await judy.status()).toBe("Active");
  });

  test("is refused when it plans, though it may write later", async () => {
    const kim = await suspect(stage, "kim");
    const greedy = { ...deactivateAccessKey, plan: async (...given: unknown[]) => undeclared(given[0], given[1]) };
    await expect(carryOut(handsFor(stage, [greedy]), kim.order, false)).rejects.toThrow(TypeError);
    expect(await kim.status()).toBe("Active");
    expect(await recordOf(kim)).toBeUndefined();
  });

  test("is refused when it looks whether it worked, though it may write before", async () => {
    const leo = await suspect(stage, "leo");
    const greedy = { ...deactivateAccessKey, apply: async () => undefined, verify: async (...given: unknown[]) => undeclared(given[0], given[1]) };
    await expect(carryOut(handsFor(stage, [greedy]), leo.order, false)).rejects.toThrow(TypeError);
    expect(await leo.status()).toBe("Active");
  });
});

describe("an order that is not as it was given", () => {
  const refused = async (someone: Suspect, order: Suspect["order"]) => {
    await expect(carryOut(hands(), order, false)).rejects.toThrow(InvalidOrder);
    expect(await someone.status()).toBe("Active");
    expect(someone.written()).toEqual([]);
    expect(await recordOf(someone)).toBeUndefined();
  };
  const changed = ({ order, step }: Suspect, changes: object) => ({ ...order, step: { ...step, ...changes } });

  test("asks for an action that this function does not have", async () => {
    const mike = await suspect(stage, "mike");
    await refused(mike, changed(mike, { action: "restore-stream-encryption" }));
  });

  test.each([
    ["none", undefined],
    ["of another type", { userName: 7, accessKeyId: "AKIA", userArn: "arn" }],
    ["with a field missing", { userName: "nina" }],
    ["a list", []],
  ])("has parameters that the action does not take: %s", async (name, params) => {
    const nina = await suspect(stage, `nina-${name.replace(/\W/g, "-")}`);
    await refused(nina, changed(nina, { params }));
  });

  test("names somebody else than the incident on record", async () => {
    const [olga, victim] = [await suspect(stage, "olga"), await suspect(stage, "victim")];
    await refused(victim, changed(olga, { params: victim.step.params }));
  });

  test("claims another resource, which may be changed, than the incident on record", async () => {
    const oscar = await suspect(stage, "oscar");
    const settings = { mode: "observe", streams: [{ name: "lab", mode: "enforce" }], detections: {} } as const;
    const id = oscar.step.resource.id.replace("orders", "lab");
    const claiming = changed(oscar, { resource: { ...oscar.step.resource, id } });
    await expect(carryOut(hands({ settings }), claiming, false)).rejects.toThrow(InvalidOrder);
    expect(oscar.written()).toEqual([]);
  });

  test("belongs to no incident on record", async () => {
    const peggy = await suspect(stage, "peggy");
    await refused(peggy, { ...peggy.order, incident: "made-up" });
    await onRecord(stage, "without-steps");
    await refused(peggy, { ...peggy.order, incident: "without-steps" });
    expect(await stage.rows("incident#made-up")).toEqual([]);
  });
});

test("an order whose step ended while it was being planned takes over that ending", async () => {
  const rita = await suspect(stage, "rita");
  const late = {
    ...deactivateAccessKey,
    plan: async (...given: Parameters<typeof deactivateAccessKey.plan>) => {
      const plan = await deactivateAccessKey.plan(...given);
      await endStep(stage.ledger, rita.key, {
        action: rita.step.action,
        answers: { detection: rita.step.detection, resource: rita.step.resource },
        outcome: { type: "failed", error: "Error: first" },
      });
      return plan;
    },
  };
  await expect(carryOut(handsFor(stage, [late]), rita.order, false)).rejects.toThrow(InProgress);
  expect(await rita.status()).toBe("Active");
  expect(await carryOut(hands(), rita.order, false)).toEqual({ type: "failed", error: "Error: first" });
});

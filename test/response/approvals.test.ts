import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Outcome, RehearsedCall } from "../../shared/incident/outcome.ts";
import { noteDecision } from "../../shared/ledger/incident.ts";
import { rejectStep } from "../../shared/ledger/step.ts";
import { carryOut } from "../../shared/response/carry-out.ts";
import { operator } from "./orders.ts";
import { openRestoring, type Restoring, type Stopped } from "./restoring.ts";

/** What was held is done once a person has approved of just that, against how things are by then. */

let on: Restoring;
beforeAll(async () => {
  on = await openRestoring();
});
afterEach(() => on.tidy());
afterAll(() => on?.stage.close());

const asks = () => on.hands({ mode: "approve" });
const waits = { type: "awaiting-approval", by: "mode", reason: "the mode is approve: a person has to" };
/** A step that waits for a person, and what they are told. */
const held = async (): Promise<readonly [Stopped, Extract<Outcome, { type: "awaiting-approval" }>]> => {
  const one = await on.stopped();
  const outcome = await carryOut(asks(), one.order, false);
  if (outcome.type !== "awaiting-approval") throw new Error(`it is not held but ${outcome.type}`);
  return [one, outcome];
};
/** The calls as the trail shows them: its names begin with a small letter. */
const onTrail = (since: number): readonly RehearsedCall[] =>
  on.stage.lab.door.trail
    .records()
    .slice(since)
    .filter(({ eventName, userIdentity }) => eventName.endsWith("Encryption") && userIdentity.type === "AssumedRole")
    .map(({ eventName, requestParameters }) => ({
      call: `kinesis:${eventName}` as RehearsedCall["call"],
      input: Object.fromEntries(
        Object.entries(requestParameters ?? {}).map(([name, value]) => [
          name === "streamARN" ? "StreamARN" : name.replace(/^./, (c) => c.toUpperCase()),
          value,
        ]),
      ),
    }));

test("the calls that people are told of are those that are made once they have approved", async () => {
  const [one, outcome] = await held();
  expect(outcome).toMatchObject(waits);
  expect(outcome.calls).toHaveLength(1);
  const since = on.stage.lab.door.trail.records().length;
  await one.approve();
  expect(await carryOut(asks(), one.order, false)).toEqual({ type: "verified" });
  expect(onTrail(since)).toEqual(outcome.calls);
  expect(await on.stage.stepOf(one.key)).toMatchObject({ approvedBy: operator, outcome: { type: "verified" } });
});

test("telling what would be done writes nothing, and takes nothing out of any budget", async () => {
  const since = on.stage.lab.door.trail.records().length;
  await held();
  const calls = on.stage.lab.door.trail.records().slice(since);
  expect(calls.filter(({ eventName }) => /^(Start|TransactWrite)/.test(eventName)).map((it) => it.eventName)).toEqual([
    // That the finding was put on record.
    "TransactWriteItems",
  ]);
  expect(on.written()).toEqual([]);
});

describe("by the time that it is approved", () => {
  test("it is as it should be: nothing is written", async () => {
    const [one] = await held();
    await on.scene.encrypt("orders");
    on.written();
    await one.approve();
    expect(await carryOut(asks(), one.order, false)).toEqual({ type: "compliant" });
    expect(on.written()).toEqual([]);
    expect(await on.stage.stepOf(one.key)).toMatchObject({ outcome: { type: "compliant" } });
  });

  test("it has been changed: that is told and asked anew, and the approval of before does not count for it", async () => {
    const [one, outcome] = await held();
    const { KeyMetadata } = await on.stage.lab.as(on.mallory).kms.send(new CreateKeyCommand({}));
    const foreign = KeyMetadata?.Arn ?? "";
    await on.scene.encrypt("orders", foreign);
    await one.approve();
    const anew = await carryOut(asks(), one.order, false);
    expect(anew).toMatchObject(waits);
    expect(anew).not.toEqual(outcome);
    expect(await on.stage.stepOf(one.key)).toMatchObject({
      outcome: anew,
      change: { before: { key: { arn: foreign } } },
    });
    expect(await carryOut(asks(), one.order, false)).toEqual(anew);
    expect(await on.encryption()).toBe(foreign);
    await one.approve();
    expect(await carryOut(asks(), one.order, false)).toEqual({ type: "verified" });
    expect(await on.encryption()).toBe(on.scene.key);
  });

  test("it is too late: the approval does not count", async () => {
    const [one, outcome] = await held();
    expect(Date.parse(outcome.until) - on.stage.ledger.now().getTime()).toBeGreaterThan(3.9 * 3_600_000);
    on.stage.passTime(4 * 3_600_000);
    await one.approve();
    expect(await carryOut(asks(), one.order, false)).toEqual(outcome);
    expect(on.written()).toEqual([]);
  });

  test("somebody else has said no: it is not done", async () => {
    const [one] = await held();
    const no = { type: "rejected", by: operator, reason: "planned" } as const;
    expect(await rejectStep(on.stage.ledger, one.key, no)).toBe(true);
    await one.approve();
    expect(await carryOut(asks(), one.order, false)).toEqual(no);
    expect(await rejectStep(on.stage.ledger, one.key, no)).toBe(false);
    expect(on.written()).toEqual([]);
  });
});

describe("an approval does not count", () => {
  test("that stood there before the step was held", async () => {
    const one = await on.stopped();
    await one.approve();
    expect(await carryOut(asks(), one.order, false)).toMatchObject(waits);
    expect(await carryOut(asks(), one.order, true)).toMatchObject(waits);
    expect(on.written()).toEqual([]);
  });

  test("of another step, of another incident, or that is another decision", async () => {
    const [[one], [other]] = [await held(), await held()];
    await other.approve();
    on.stage.passTime(5);
    const at = on.stage.ledger.now().toISOString();
    const by = operator;
    for (const decision of [
      { kind: "approved", by, at, step: other.key.step },
      { kind: "accepted", by, at, step: one.key.step },
      { kind: "approved", by, at },
    ] as const)
      await noteDecision(on.stage.ledger, one.key.incident, decision, decision.kind + String(decision.step));
    expect(await carryOut(asks(), one.order, false)).toMatchObject(waits);
    expect(on.written()).toEqual([]);
  });
});

test("five orders at once after an approval: one writes", async () => {
  const [one] = await held();
  await one.approve();
  const all = await Promise.allSettled(Array.from({ length: 5 }, () => carryOut(asks(), one.order, false)));
  for (const it of all) if (it.status === "rejected") expect(it.reason).toHaveProperty("name", "InProgress");
  expect(on.written()).toEqual([`StartStreamEncryption ${on.scene.key}`]);
  expect(await on.stage.stepOf(one.key)).toMatchObject({ outcome: { type: "verified" } });
});

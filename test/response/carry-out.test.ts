import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import { carryOut } from "../../shared/response/carry-out.ts";
import { handsFor, type Suspect, suspect } from "./orders.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const hands = () => handsFor(stage, [deactivateAccessKey]);
const recordOf = ({ key }: Suspect) => stage.stepOf(key);

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
  const calls = stage.lab.door.trail
    .records()
    .slice(before)
    .filter(({ eventSource }) => eventSource.startsWith("iam."));
  expect(new Set(calls.map(({ eventName }) => eventName))).toEqual(new Set(["ListAccessKeys", "UpdateAccessKey"]));
  for (const { eventName, requestID } of calls)
    expect(
      (await stage.rows(`call#${requestID}`)).map(({ permission, incident, step }) => [permission, incident, step]),
    ).toEqual(eventName === "UpdateAccessKey" ? [["iam:UpdateAccessKey", known.key.incident, known.key.step]] : []);
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
  const blind = { ...deactivateAccessKey, live: async () => "Active" as const };
  expect(await carryOut(handsFor(stage, [blind]), dave.order, false)).toEqual({ type: "unverified" });
  expect(await dave.status()).toBe("Inactive");
  expect(await recordOf(dave)).toMatchObject({ outcome: { type: "unverified" }, change: { before: "Active" } });
});

test("what is seen only seconds later, since IAM takes its time, is verified all the same", async () => {
  const erin = await suspect(stage, "erin");
  const began = Date.now();
  const slow = {
    ...deactivateAccessKey,
    live: async (...given: Parameters<typeof deactivateAccessKey.live>) =>
      Date.now() - began > 600 ? deactivateAccessKey.live(...given) : "Active",
  };
  expect(await carryOut(handsFor(stage, [slow]), erin.order, false)).toEqual({ type: "verified" });
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
    expect(begun).toMatchObject({ lease: 0, change: { before: "Active" }, trouble: "RangeError: not now" });
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
    const error = { status: 400, code: "InvalidInput", message: "not now" };
    stage.lab.door.faults.add({ service: "iam", operation: "ListAccessKeys", times: 2, error });
    await expect(carryOut(hands(), ivan.order, false)).rejects.toThrow("not now");
    expect(await recordOf(ivan)).toBeUndefined();
    expect(await carryOut(hands(), ivan.order, true)).toMatchObject({ type: "failed" });
    expect(await recordOf(ivan)).toMatchObject({
      outcome: { type: "failed", error: expect.stringContaining("not now") as string },
    });
  });
});

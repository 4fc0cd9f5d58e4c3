import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import type { Permission } from "../../shared/aws/operations.ts";
import { InvalidOrder } from "../../shared/incident/order.ts";
import { carryOut } from "../../shared/response/carry-out.ts";
import type { Hands } from "../../shared/response/hands.ts";
import { handsFor, onRecord, type Suspect, suspect } from "./orders.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const hands = (changes?: Partial<Hands<Permission>>) => handsFor(stage, [deactivateAccessKey], changes);
const recordOf = ({ key }: Suspect) => stage.stepOf(key);

describe("what an action did not declare", () => {
  // Past the compiler, as an action in plain JavaScript could.
  // biome-ignore lint/suspicious/noExplicitAny: that is what is tested.
  const undeclared = (key: any, call: any) =>
    call("iam:UpdateAccessKey", { UserName: key.userName, AccessKeyId: key.accessKeyId, Status: "Inactive" });

  test("is refused when it applies", async () => {
    const judy = await suspect(stage, "judy");
    const greedy = {
      ...deactivateAccessKey,
      writes: [],
      apply: async (...given: unknown[]) => undeclared(given[0], given[1]),
    };
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
    const greedy = {
      ...deactivateAccessKey,
      apply: async () => undefined,
      live: async (...given: unknown[]) => undeclared(given[0], given[1]),
    };
    await expect(carryOut(handsFor(stage, [greedy]), leo.order, false)).rejects.toThrow(TypeError);
    expect(await leo.status()).toBe("Active");
  });
});

describe("what stands in the ledger in another form than it was put there", () => {
  /** What comes of the order, and of the one whom it is about. */
  const aftermath = async (someone: Suspect, order = someone.order) => ({
    outcome: await carryOut(hands(), order, true).catch((error: Error) => error.name),
    status: await someone.status(),
    written: someone.written(),
    record: await recordOf(someone),
  });
  const refused = { outcome: "InvalidOrder", status: "Active", written: [], record: undefined };
  /** Changes the planned step on record. */
  const tamper = async ({ key, step }: Suspect, changes: object) => {
    const [found] = await stage.rows(`incident#${key.incident}`);
    const steps = [{ ...step, ...changes }];
    await stage.overwrite({ ...found, found: JSON.stringify({ findings: [], steps, advice: [] }) });
  };

  test("is not carried out for an action that this function does not have", async () => {
    const mike = await suspect(stage, "mike");
    await tamper(mike, { action: "restore-stream-encryption" });
    expect(await aftermath(mike)).toEqual(refused);
  });

  test.each([
    ["none", undefined],
    ["of another type", { userName: 7, accessKeyId: "AKIA", userArn: "arn" }],
    ["with a field missing", { userName: "nina" }],
    ["with a field too many", { userName: "nina", accessKeyId: "AKIA", userArn: "arn", force: true }],
    ["a list", []],
  ])("is not carried out with parameters that the action does not take: %s", async (name, params) => {
    const nina = await suspect(stage, `nina-${name.replace(/\W/g, "-")}`);
    await tamper(nina, { params });
    expect(await aftermath(nina)).toEqual(refused);
  });

  test("is not there at all: no incident, or no such step of it", async () => {
    const peggy = await suspect(stage, "peggy");
    expect(await aftermath(peggy, { ...peggy.order, incident: "made-up" })).toEqual(refused);
    expect(await aftermath(peggy, { ...peggy.order, step: "made-up" })).toEqual(refused);
    await onRecord(stage, "without-steps");
    expect(await aftermath(peggy, { ...peggy.order, incident: "without-steps" })).toEqual(refused);
    expect(await stage.rows("incident#made-up")).toEqual([]);
  });
});

describe("a change that is not as it was stored", () => {
  const begun = async (userName: string, action: string, change: object) => {
    const someone = await suspect(stage, userName);
    await stage.overwrite({
      pk: `incident#${someone.key.incident}`,
      sk: `step#${someone.key.step}`,
      action,
      answers: JSON.stringify({
        detection: someone.step.detection,
        resource: someone.step.resource,
        source: someone.step.source,
      }),
      change: JSON.stringify(change),
      begunAt: new Date(0).toISOString(),
      lease: 1,
    });
    return someone;
  };

  test.each([
    ["lacks the key", { resource: "arn", userName: "quinn-1", before: "Active", after: "Inactive" }],
    ["is one of another action", { resource: "arn", before: { key: null }, after: { key: null } }],
    [
      "asks for another status",
      { resource: "arn", userName: "u", accessKeyId: "k", before: "Inactive", after: "Active" },
    ],
    ["is none", {}],
  ])("and %s is not applied by whoever takes over", async (name, change) => {
    const quinn = await begun(`quinn-${name.replace(/\W/g, "-")}`, "deactivate-access-key", change);
    await expect(carryOut(hands(), quinn.order, false)).rejects.toThrow(InvalidOrder);
    expect(await quinn.status()).toBe("Active");
    expect(await recordOf(quinn)).toMatchObject({ change, lease: 1 });
    expect(await recordOf(quinn)).not.toHaveProperty("outcome");
  });

  test("since its action is another one than the order's is not applied either", async () => {
    const ruth = await begun("ruth", "restore-stream-encryption", {});
    const { userName, accessKeyId } = ruth;
    const change = { resource: "arn", userName, accessKeyId, before: "Active", after: "Inactive" };
    const victim = await begun("ruths-victim", "restore-stream-encryption", change);
    await expect(carryOut(hands(), victim.order, false)).rejects.toThrow(InvalidOrder);
    expect(await ruth.status()).toBe("Active");
  });
});

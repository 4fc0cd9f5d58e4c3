import { DeleteAccessKeyCommand } from "@aws-sdk/client-iam";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import type { Permission } from "../../shared/aws/operations.ts";
import { InvalidOrder } from "../../shared/incident/order.ts";
import { readIncident } from "../../shared/ledger/incident.ts";
import { carryOut } from "../../shared/response/carry-out.ts";
import type { Hands } from "../../shared/response/hands.ts";
import { lookAgain } from "../../shared/response/look-again.ts";
import { takeBack } from "../../shared/response/take-back.ts";
import { handsFor, orders, type Suspect, settingsOf, suspect } from "./orders.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());
afterEach(() => stage.lab.door.faults.clear());

const settings = settingsOf({ recheckSeconds: [600, 700, 800] });
const hands = (changes: Partial<Hands<Permission>> = {}) =>
  handsFor(stage, [deactivateAccessKey], { settings, ...changes });
const look = ({ key }: Suspect, number: number, by = hands()) =>
  lookAgain(by, { kind: "recheck", ...key, look: number });
const recordOf = ({ key }: Suspect) => stage.stepOf(key);
const incidentOf = async ({ key }: Suspect) => {
  const incident = await readIncident(stage.ledger, key.incident);
  if (incident === undefined) throw new Error(`${key.incident} is not on record`);
  return incident;
};

/** Somebody whose key was taken out of use just now. */
const contained = async (userName: string, by = hands()): Promise<Suspect> => {
  const someone = await suspect(stage, userName);
  await carryOut(by, someone.order, false);
  return someone;
};

describe("a key that is as it was left", () => {
  test("holds at each look, and the looks are counted", async () => {
    const alice = await contained("alice");
    expect(await look(alice, 1)).toBe("holds");
    expect(await look(alice, 2)).toBe("holds");
    expect(await recordOf(alice)).toMatchObject({ looks: 2, outcome: { type: "verified" } });
    expect((await incidentOf(alice)).findings).toHaveLength(1);
  });

  test("holds now, if it was not seen to before: what was unverified is verified", async () => {
    const blind = { ...deactivateAccessKey, live: async () => "Active" as const };
    const bob = await contained("bob", handsFor(stage, [blind], { settings }));
    expect(await recordOf(bob)).toMatchObject({ outcome: { type: "unverified" } });
    expect(await look(bob, 1)).toBe("holds now");
    expect(await recordOf(bob)).toMatchObject({ outcome: { type: "verified" } });
    expect(await look(bob, 2)).toBe("holds");
  });

  test("needs nothing when it is gone: nobody can use it", async () => {
    const carol = await contained("carol");
    const { iam } = stage.lab.as(stage.lab.root);
    await iam.send(new DeleteAccessKeyCommand({ UserName: "carol", AccessKeyId: carol.accessKeyId }));
    expect(await look(carol, 1)).toBe("holds");
    expect((await incidentOf(carol)).findings).toHaveLength(1);
  });
});

describe("a key that is active again", () => {
  test("leads to the next rung at once, and a person is told: whoever gave it back would do so again", async () => {
    const dave = await contained("dave");
    await dave.set("Active");
    expect(await look(dave, 1)).toBe("relapsed");
    const incident = await incidentOf(dave);
    expect(incident.findings).toMatchObject([
      { detection: "stream-encryption-stopped" },
      { detection: "containment-undone", severity: "Critical", resource: { id: orders } },
    ]);
    expect(incident.advice).toEqual([expect.stringContaining(`${dave.accessKeyId} is in use again`)]);
    expect(incident.steps.map(({ action }) => action)).toEqual(["deactivate-access-key", "deny-user"]);
    expect(await recordOf(dave)).toMatchObject({ relapsedAt: expect.any(String) as string });
    expect(await dave.status()).toBe("Active");
  });

  test("is told once, however often it is looked at, the same look twice included", async () => {
    const erin = await contained("erin");
    await erin.set("Active");
    const first = await Promise.all([look(erin, 1), look(erin, 1)]);
    expect(first).toContain("relapsed");
    expect(await look(erin, 1)).toBe("nothing to look at");
    expect(await look(erin, 2)).toBe("nothing to look at");
    expect((await incidentOf(erin)).findings).toHaveLength(2);
    expect((await incidentOf(erin)).advice).toHaveLength(1);
  });

  test("is told though something else was found about the stream since: that gave no key back", async () => {
    const frank = await contained("frank");
    stage.passTime(10);
    const { findings } = await incidentOf(frank);
    const since = { ...findings[0], source: "since", time: stage.ledger.now().toISOString() };
    const item = { pk: `incident#${frank.key.incident}`, sk: "found#since", at: since.time };
    await stage.overwrite({ ...item, found: JSON.stringify({ findings: [since], steps: [], advice: [] }) });
    await frank.set("Active");
    expect(await look(frank, 1)).toBe("relapsed");
    expect((await incidentOf(frank)).advice).toHaveLength(1);
  });

  test("is nobody's relapse while it is to be given back, or has been", async () => {
    const grace = await contained("grace");
    await grace.orderUndo();
    await grace.set("Active");
    expect(await look(grace, 1)).toBe("nothing to look at");
    const heidi = await contained("heidi");
    await heidi.orderUndo();
    await takeBack(hands(), heidi.undoOrder, false);
    expect(await look(heidi, 1)).toBe("nothing to look at");
    for (const one of [grace, heidi]) expect((await incidentOf(one)).findings).toHaveLength(1);
  });
});

describe("what was not carried out is not looked at", () => {
  test("a step that was held", async () => {
    const ivan = await contained("ivan", hands({ settings: settingsOf({ mode: "observe" }) }));
    expect(await look(ivan, 1)).toBe("nothing to look at");
    expect((await incidentOf(ivan)).findings).toHaveLength(1);
  });

  test("a step or an incident that nobody knows", async () => {
    const judy = await contained("judy");
    for (const key of [
      { ...judy.key, step: "made-up" },
      { ...judy.key, incident: "made-up" },
    ])
      await expect(look({ ...judy, key }, 1)).rejects.toThrow(InvalidOrder);
    expect(await stage.rows("incident#made-up")).toEqual([]);
  });
});

test("looking writes nothing to the account", async () => {
  const ken = await contained("ken");
  await ken.set("Active");
  const before = ken.written();
  for (const number of [1, 2, 3]) await look(ken, number);
  expect(ken.written()).toEqual(before);
});

test("a look that fails comes again, and counts nothing", async () => {
  const leo = await contained("leo");
  const error = { status: 400, code: "InvalidInput", message: "not now" };
  stage.lab.door.faults.add({ service: "iam", operation: "ListAccessKeys", error });
  await expect(look(leo, 1)).rejects.toThrow("not now");
  expect(await recordOf(leo)).toMatchObject({ looks: 0 });
  expect(await look(leo, 1)).toBe("holds");
});

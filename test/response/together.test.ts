import { createServer, request, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deactivateAccessKey } from "../../shared/actions/iam/deactivate-access-key.ts";
import { beginStep } from "../../shared/ledger/begin-step.ts";
import { endUnbegun } from "../../shared/ledger/step.ts";
import { carryOut, InProgress } from "../../shared/response/carry-out.ts";
import { takeBack } from "../../shared/response/take-back.ts";
import { handsFor, type Suspect, settingsOf, suspect } from "./orders.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const hands = () => handsFor(stage, [deactivateAccessKey]);
const recordOf = ({ key }: Suspect) => stage.stepOf(key);
const about = ({ step }: Suspect) => ({
  action: step.action,
  answers: { detection: step.detection, resource: step.resource, source: step.source },
});

/** Somebody else has begun the step, with a plan for this key. */
const begin = async (someone: Suspect, lease: number, { userName, accessKeyId }: Suspect = someone) => {
  const change = { resource: "as planned", userName, accessKeyId, before: "Active", after: "Inactive" };
  expect(await beginStep(stage.ledger, someone.key, { ...about(someone), change, lease })).toBe("begun");
  return change;
};

describe("a step that somebody else has begun", () => {
  test("is left alone while that one may be at it", async () => {
    const alice = await suspect(stage, "alice");
    await begin(alice, Date.now() + 60_000);
    const record = await recordOf(alice);
    for (const lastTry of [false, true])
      await expect(carryOut(hands(), alice.order, lastTry)).rejects.toThrow(InProgress);
    expect(alice.written()).toEqual([]);
    expect(await recordOf(alice)).toEqual(record);
  });

  test("is finished from the plan on record once that one must be dead, and not planned anew", async () => {
    const [bob, other] = [await suspect(stage, "bob"), await suspect(stage, "other")];
    const change = await begin(bob, Date.now() - 1, other);
    expect(await carryOut(hands(), bob.order, false)).toEqual({ type: "verified" });
    expect(await other.status()).toBe("Inactive");
    expect(await bob.status()).toBe("Active");
    expect(await recordOf(bob)).toMatchObject({ change, outcome: { type: "verified" } });
  });

  test("is finished even if it had been applied before that one died", async () => {
    const carol = await suspect(stage, "carol");
    await begin(carol, Date.now() - 1);
    await carol.set("Inactive");
    expect(await carryOut(hands(), carol.order, false)).toEqual({ type: "verified" });
    expect(await recordOf(carol)).toMatchObject({ change: { before: "Active" }, outcome: { type: "verified" } });
    await carol.orderUndo();
    expect(await takeBack(hands(), carol.undoOrder, false)).toEqual({ type: "verified" });
    expect(await carol.status()).toBe("Active");
  });

  test("is held by the guardrails when it is taken over, too", async () => {
    const dave = await suspect(stage, "dave");
    await begin(dave, Date.now() - 1);
    const settings = settingsOf({ mode: "observe" });
    const outcome = await carryOut(handsFor(stage, [deactivateAccessKey], { settings }), dave.order, false);
    expect(outcome).toMatchObject({ type: "held", by: "mode" });
    expect(await dave.status()).toBe("Active");
    expect(await recordOf(dave)).toMatchObject({ outcome });
  });

  test("belongs to one of five who find it abandoned at once", async () => {
    const erin = await suspect(stage, "erin");
    await begin(erin, Date.now() - 1);
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => carryOut(hands(), erin.order, false)));
    expect(all.filter(({ status }) => status === "fulfilled").length).toBeGreaterThanOrEqual(1);
    for (const one of all) if (one.status === "rejected") expect(one.reason).toBeInstanceOf(InProgress);
    expect(erin.written()).toEqual(["Inactive"]);
    expect(await recordOf(erin)).toMatchObject({ outcome: { type: "verified" } });
  });
});

test("five who get the same order at once: one writes, and what it did is what stands on record", async () => {
  for (const round of [1, 2, 3]) {
    const frank = await suspect(stage, `frank-${round}`);
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => carryOut(hands(), frank.order, false)));
    for (const one of all) if (one.status === "rejected") expect(one.reason).toBeInstanceOf(InProgress);
    expect(frank.written()).toEqual(["Inactive"]);
    expect(await frank.status()).toBe("Inactive");
    expect(await recordOf(frank)).toMatchObject({ outcome: { type: "verified" }, change: { before: "Active" } });
  }
});

describe("one who comes to plan after another has applied, and before that one's end", () => {
  /** Runs a second carryOut to its end while the first stands between apply and the look at it. */
  const overtaken = async (someone: Suspect, last: boolean) => {
    const planMay = Promise.withResolvers<void>();
    const isPlanning = Promise.withResolvers<void>();
    const planned = Promise.withResolvers<void>();
    const late = {
      ...deactivateAccessKey,
      plan: async (...given: Parameters<typeof deactivateAccessKey.plan>) => {
        isPlanning.resolve();
        await planMay.promise;
        if (last) throw new RangeError("cannot plan");
        return deactivateAccessKey.plan(...given);
      },
    };
    // It has seen that the step has not begun, and is about to plan.
    const second = carryOut(handsFor(stage, [late]), someone.order, last).catch((error: unknown) => error);
    await isPlanning.promise;
    void second.finally(planned.resolve);
    const first = {
      ...deactivateAccessKey,
      live: async (...given: Parameters<typeof deactivateAccessKey.live>) => {
        planMay.resolve();
        await planned.promise;
        return deactivateAccessKey.live(...given);
      },
    };
    await carryOut(handsFor(stage, [first]), someone.order, false);
    return second;
  };

  test("does not end the step as compliant: it was carried out, and can be undone", async () => {
    const grace = await suspect(stage, "grace");
    const second = await overtaken(grace, false);
    expect(grace.written()).toEqual(["Inactive"]);
    expect(await recordOf(grace)).toMatchObject({ outcome: { type: "verified" }, change: { before: "Active" } });
    expect(second).toBeInstanceOf(InProgress);
    await grace.orderUndo();
    expect(await takeBack(hands(), grace.undoOrder, false)).toEqual({ type: "verified" });
    expect(await grace.status()).toBe("Active");
  });

  test("does not end it as failed either, at its last try", async () => {
    const heidi = await suspect(stage, "heidi");
    await overtaken(heidi, true);
    expect(await recordOf(heidi)).toMatchObject({ outcome: { type: "verified" } });
  });
});

test("one who comes to begin after another has ended the step does nothing", async () => {
  const rita = await suspect(stage, "rita");
  const outcome = { type: "failed", error: "Error: first" } as const;
  const late = {
    ...deactivateAccessKey,
    plan: async (...given: Parameters<typeof deactivateAccessKey.plan>) => {
      await endUnbegun(stage.ledger, rita.key, { ...about(rita), outcome });
      return deactivateAccessKey.plan(...given);
    },
  };
  await expect(carryOut(handsFor(stage, [late]), rita.order, false)).rejects.toThrow(InProgress);
  expect(await rita.status()).toBe("Active");
  expect(await carryOut(hands(), rita.order, false)).toEqual(outcome);
});

describe("a connection to DynamoDB that breaks after the item was written", () => {
  let server: Server;
  let breaks = false;
  beforeAll(async () => {
    const door = new URL(stage.lab.door.endpoint);
    server = createServer((incoming, outgoing) => {
      const { method = "POST", headers, url = "/" } = incoming;
      const target = String(headers["x-amz-target"]);
      const forward = request({ host: door.hostname, port: door.port, method, path: url, headers }, (answer) => {
        if (breaks && target.endsWith(".TransactWriteItems")) {
          breaks = false;
          answer.resume().on("end", () => outgoing.destroy());
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(forward);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    process.env["AWS_ENDPOINT_URL_DYNAMODB"] = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  });
  afterAll(() => {
    delete process.env["AWS_ENDPOINT_URL_DYNAMODB"];
    server?.closeAllConnections();
    server?.close();
  });

  test("does not keep the one who began from going on", async () => {
    const ivan = await suspect(stage, "ivan");
    breaks = true;
    expect(await carryOut(hands(), ivan.order, false)).toEqual({ type: "verified" });
    expect(breaks).toBe(false);
    expect(await ivan.status()).toBe("Inactive");
    expect(ivan.written()).toEqual(["Inactive"]);
  });
});

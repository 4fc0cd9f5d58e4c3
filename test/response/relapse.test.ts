import { AddTagsToStreamCommand, CreateStreamCommand, DeleteStreamCommand } from "@aws-sdk/client-kinesis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { restoreStreamEncryption } from "../../shared/actions/kinesis/restore-stream-encryption.ts";
import type { Permission } from "../../shared/aws/operations.ts";
import type { Order } from "../../shared/incident/order.ts";
import { readIncident } from "../../shared/ledger/incident.ts";
import { orderUndo } from "../../shared/ledger/step-afterwards.ts";
import { carryOut } from "../../shared/response/carry-out.ts";
import type { Hands } from "../../shared/response/hands.ts";
import { hear } from "../../shared/response/hear.ts";
import { lookAgain } from "../../shared/response/look-again.ts";
import { takeBack } from "../../shared/response/take-back.ts";
import type { TrailRecord } from "../lab/cloudtrail/types.ts";
import type { KeyPair } from "../lab/door/example-lab.ts";
import { type Listening, messageOf, openScene } from "./ears.ts";
import { handsFor, operator } from "./orders.ts";
import { streamArn } from "./sightings.ts";
import type { Stage } from "./stage.ts";

let stage: Stage;
let scene: Listening;
let mallory: KeyPair;
beforeAll(async () => {
  ({ stage, scene, mallory } = await openScene());
});
afterAll(() => stage?.close());
afterEach(() => scene.tidy());

const hands = (said: object = {}, changes: Partial<Hands<Permission>> = {}) =>
  handsFor(stage, [restoreStreamEncryption], {
    settings: { ...scene.ears.settings, recheckSeconds: [600, 700, 800], ...said },
    // What is sent to oneself comes by the queue to restore.
    orders: { queue: scene.ears.queues.resource, send: stage.call },
    ...changes,
  });

let stopped: TrailRecord;
let order: Order;
/** The stream was stopped, and put right again. */
beforeEach(async () => {
  stopped = await scene.stop("orders", mallory);
  await hear(scene.ears, messageOf(stopped));
  const [ordered] = await scene.orders("resource");
  if (ordered === undefined) throw new Error("no step was ordered");
  order = ordered;
  expect(await carryOut(hands({ recheckSeconds: [] }), order, false)).toEqual({ type: "verified" });
  await scene.orders("identity");
});

const look = (number: number, { incident, step } = order, by = hands()) =>
  lookAgain(by, { kind: "recheck", incident, step, look: number });
const incidentOf = async () => {
  const incident = await readIncident(stage.ledger, order.incident);
  if (incident === undefined) throw new Error(`${order.incident} is not on record`);
  return incident;
};
const isEncrypted = async () => {
  await scene.settled("orders");
  const { StreamDescriptionSummary } = await stage.call("kinesis:DescribeStreamSummary", { StreamName: "orders" });
  return StreamDescriptionSummary?.KeyId === scene.key;
};
/** What was done to the encryption under our role, in the order of the trail. */
const started = () =>
  stage.lab.door.trail
    .records()
    .filter(
      ({ eventName, userIdentity }) => eventName === "StartStreamEncryption" && userIdentity.type === "AssumedRole",
    );

describe("a stream that was stopped once more", () => {
  test("is left to its event at first, which tells whose doing it is; then it is put right without one", async () => {
    await scene.stop("orders", mallory);
    expect(await look(1)).toBe("wavers");
    expect((await incidentOf()).records.get(order.step)).toMatchObject({ waversSince: expect.any(String) as string });
    expect(await scene.orders("resource")).toEqual([]);

    expect(await look(2)).toBe("relapsed");
    const incident = await incidentOf();
    expect(incident.findings).toMatchObject([
      { detection: "stream-encryption-stopped" },
      { detection: "containment-undone", resource: { id: scene.streams.orders } },
    ]);
    const again = await scene.orders("resource");
    expect(again).toMatchObject([{ kind: "step", incident: order.incident }]);
    expect(again[0]?.step).not.toBe(order.step);
    for (const one of again) expect(await carryOut(hands(), one, false)).toEqual({ type: "verified" });
    expect(await isEncrypted()).toBe(true);
  });

  test("is put right at the last look, even if it was never seen to waver", async () => {
    await scene.stop("orders", mallory);
    expect(await look(3)).toBe("relapsed");
    expect(await scene.orders("resource")).toHaveLength(1);
  });

  test("and is as it should be again by the next look holds", async () => {
    await scene.stop("orders", mallory);
    expect(await look(1)).toBe("wavers");
    await scene.encrypt("orders");
    expect(await look(2)).toBe("holds");
    expect((await incidentOf()).findings).toHaveLength(1);
  });

  test("is not answered twice when its event is heard of first", async () => {
    const again = await scene.stop("orders", mallory);
    expect(await hear(scene.ears, messageOf(again))).toMatchObject({ became: "joined an incident" });
    expect(await scene.orders("resource")).toHaveLength(1);
    expect(await look(1)).toBe("relapsed");
    expect(await look(3)).toBe("nothing to look at");
    expect(await scene.orders("resource")).toEqual([]);
    expect((await incidentOf()).findings.map(({ detection }) => detection)).toEqual([
      "stream-encryption-stopped",
      "stream-encryption-stopped",
    ]);
  });

  test("is looked at no more once a later step has put it right", async () => {
    const again = await scene.stop("orders", mallory);
    await hear(scene.ears, messageOf(again));
    for (const one of await scene.orders("resource")) await carryOut(hands({ recheckSeconds: [] }), one, false);
    await scene.stop("orders", mallory);
    expect(await look(3)).toBe("nothing to look at");
    expect(await scene.orders("resource")).toEqual([]);
  });

  test("is answered once by the same look twice at the same time, and its event then orders no second step", async () => {
    const again = await scene.stop("orders", mallory);
    await scene.settled("orders");
    await Promise.all([look(3), look(3)]);
    const ordered = await scene.orders("resource");
    expect(new Set(ordered.map(({ step }) => step)).size).toBe(1);
    expect((await incidentOf()).findings).toHaveLength(2);
    expect(await hear(scene.ears, messageOf(again))).toMatchObject({ became: "joined an incident" });
    expect(await scene.orders("resource")).toEqual([]);
  });

  test("by an operator's undo of an earlier step is as wanted: it is not put right again", async () => {
    const again = await scene.stop("orders", mallory);
    await hear(scene.ears, messageOf(again));
    const [second] = await scene.orders("resource");
    if (second === undefined) throw new Error("no step was ordered");
    await carryOut(hands({ recheckSeconds: [] }), second, false);
    stage.passTime(1_000);
    const at = stage.ledger.now().toISOString();
    await orderUndo(stage.ledger, order, { by: operator, at, whileFrozen: false });
    expect(await takeBack(hands(), order, false)).toEqual({ type: "verified" });
    expect(await isEncrypted()).toBe(false);
    expect(await look(3, second)).toBe("nothing to look at");
    expect(await scene.orders("resource")).toEqual([]);
  });

  test("is not fought over for ever: who takes it back more often than the setting allows is left to a person", async () => {
    const tired = { streams: scene.ears.settings.streams.map((one) => ({ ...one, reversalsPerDay: 1 })) };
    await scene.stop("orders", mallory);
    expect(await look(3)).toBe("relapsed");
    const [first] = await scene.orders("resource");
    if (first === undefined) throw new Error("no step was ordered");
    const before = started().length;
    expect(await carryOut(hands(tired), first, false)).toMatchObject({ type: "awaiting-approval", by: "flap" });
    expect(started().length).toBe(before);
    expect(await isEncrypted()).toBe(false);
  });
});

test("a bystander's tags do not keep a relapse from being answered", async () => {
  const { kinesis } = stage.lab.as(stage.lab.root);
  await scene.settled("orders");
  await kinesis.send(new AddTagsToStreamCommand({ StreamName: "orders", Tags: { a: "b" } }));
  await hear(scene.ears, messageOf(scene.newest("AddTagsToStream")));
  await scene.stop("orders", mallory);
  expect(await look(3)).toBe("relapsed");
  expect(await scene.orders("resource")).toHaveLength(1);
});

test("whoever is only explained afterwards does not keep a relapse from being answered: nothing was put right by that", async () => {
  const { incident } = order;
  const { findings } = await incidentOf();
  const at = stage.ledger.now().toISOString();
  const since = { ...findings[0], source: "explained", time: at };
  const found = JSON.stringify({ findings: [since], steps: [], advice: [] });
  await stage.overwrite({ pk: `incident#${incident}`, sk: `found#${at}#explained`, at, found });
  await scene.stop("orders", mallory);
  expect(await look(3)).toBe("relapsed");
  expect(await scene.orders("resource")).toHaveLength(1);
});

test("a stream that is gone needs nothing", async () => {
  const { kinesis } = stage.lab.as(stage.lab.root);
  const gone = { ...restoreStreamEncryption, live: async () => undefined };
  expect(await look(3, order, handsFor(stage, [gone], { settings: hands().settings }))).toBe("holds");
  await kinesis.send(new CreateStreamCommand({ StreamName: "clicks-2", ShardCount: 1 }));
  await scene.settled("clicks-2");
  const change = {
    resource: streamArn("clicks-2"),
    before: { key: null },
    after: { key: { arn: "k", account: "a", name: "n" } },
  };
  await kinesis.send(new DeleteStreamCommand({ StreamName: "clicks-2" }));
  expect(await restoreStreamEncryption.live(change, stage.call)).toBeUndefined();
});

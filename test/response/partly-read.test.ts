import { PutResourcePolicyCommand } from "@aws-sdk/client-kinesis";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { drift } from "../../shared/detections/detection.ts";
import { readIncident } from "../../shared/ledger/incident.ts";
import { kinesisStream } from "../../shared/resources/kinesis-stream.ts";
import { hear } from "../../shared/response/hear.ts";
import { account, type KeyPair } from "../lab/door/example-lab.ts";
import { type Listening, messageOf, openScene } from "./ears.ts";
import type { Stage } from "./stage.ts";

/** A detection that needs the policies, whatever they say. */
const policySeen = drift({
  id: "policy-seen",
  title: "A policy was seen",
  why: "For these tests.",
  severity: "Low",
  attack: [],
  controls: [],
  blindSpots: "None.",
  of: kinesisStream,
  needs: ["policies"],
  causes: { PutResourcePolicy: () => true },
  judge: ({ policies }) => Object.keys(policies).map((found) => ({ evidence: "There is a policy.", found })),
  playbook: () => [],
});

let stage: Stage;
let scene: Listening;
let mallory: KeyPair;
let ears: Listening["ears"];
beforeAll(async () => {
  ({ stage, scene, mallory } = await openScene());
  ears = { ...scene.ears, drifts: [...scene.ears.drifts, policySeen] };
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  const Statement = { Effect: "Allow", Principal, Action: "kinesis:ListShards", Resource: scene.streams.orders };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  const { kinesis } = stage.lab.as(stage.lab.root);
  await kinesis.send(new PutResourcePolicyCommand({ ResourceARN: scene.streams.orders, Policy }));
});
afterAll(() => stage?.close());
afterEach(async () => {
  stage.lab.door.faults.clear();
  await scene.tidy();
});

/** No policy can be read for so many calls. The SDK itself tries four times. */
const outOfReach = (times: number) =>
  stage.lab.door.faults.add({
    service: "kinesis",
    operation: "GetResourcePolicy",
    times,
    error: { status: 400, code: "LimitExceededException", message: "Rate exceeded" },
  });

const detected = async (incident: string) =>
  (await readIncident(stage.ledger, incident))?.findings.map(({ detection }) => detection);

describe("what cannot be read for the moment", () => {
  test("does not keep the rest from being answered, and is judged when the event comes again", async () => {
    const stopped = await scene.stop("orders", mallory);
    await scene.settled("orders");
    const message = messageOf(stopped);
    outOfReach(12);
    await expect(hear(ears, message)).rejects.toThrow("out of reach: policies");
    expect(await detected(stopped.eventID)).toEqual(["stream-encryption-stopped"]);
    expect(await scene.orders("resource")).toHaveLength(1);
    await expect(hear(ears, message)).rejects.toThrow("out of reach: policies");
    stage.lab.door.faults.clear();
    expect(await hear(ears, message)).toMatchObject({ became: "known already" });
    expect(await detected(stopped.eventID)).toEqual(["stream-encryption-stopped", "policy-seen"]);
    expect(await hear(ears, message)).toMatchObject({ became: "known already" });
    expect(await detected(stopped.eventID)).toEqual(["stream-encryption-stopped", "policy-seen"]);
  });

  test("leaves nothing on record where nothing else is wrong, and the event comes again", async () => {
    const put = scene.newest("PutResourcePolicy");
    outOfReach(4);
    await expect(hear(ears, messageOf(put))).rejects.toThrow("out of reach: policies");
    expect(await readIncident(stage.ledger, put.eventID)).toBeUndefined();
    stage.lab.door.faults.clear();
    expect(await hear(ears, messageOf(put))).toMatchObject({ became: "incident opened" });
    expect(await detected(put.eventID)).toEqual(["policy-seen"]);
  });

  test("is told at the last try", async () => {
    const put = { ...scene.newest("PutResourcePolicy"), eventID: "last-try" };
    outOfReach(4);
    expect(await hear(ears, messageOf(put, true))).toMatchObject({ became: "nothing found" });
    const [aside] = await scene.take("set aside");
    expect(aside?.problem).toBe("the event could not be judged wholly: out of reach: policies");
  });
});

test("what is kept from us is not waited for, but told", async () => {
  stage.lab.door.faults.add({
    service: "kinesis",
    operation: "GetResourcePolicy",
    error: { status: 400, code: "AccessDeniedException", message: "no" },
  });
  const stopped = await scene.stop("orders", mallory);
  await scene.settled("orders");
  expect(await hear(ears, messageOf(stopped))).toMatchObject({ became: "incident opened" });
  expect(await detected(stopped.eventID)).toEqual(["stream-encryption-stopped", "stream-state-kept-back"]);
});

test("how a stream is with which nothing is wrong is remembered, and stays so when something is", async () => {
  const key = `state#${scene.streams.payments}`;
  await scene.encrypt("payments");
  const right = { ...scene.newest("StartStreamEncryption"), eventID: "right" };
  expect(await hear(scene.ears, messageOf(right))).toMatchObject({ became: "nothing found" });
  const [kept] = await stage.rows(key);
  expect(JSON.parse(String(kept?.["state"]))).toMatchObject({ key: { arn: scene.key }, capacity: { shards: 1 } });
  const stopped = await scene.stop("payments", mallory);
  expect(await hear(scene.ears, messageOf(stopped))).toMatchObject({ became: "incident opened" });
  expect(await stage.rows(key)).toEqual([kept]);
});

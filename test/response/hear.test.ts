import { StartStreamEncryptionCommand } from "@aws-sdk/client-kinesis";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readIncident } from "../../shared/ledger/incident.ts";
import { hear } from "../../shared/response/hear.ts";
import { NotSettled } from "../../shared/response/judge.ts";
import type { KeyPair } from "../lab/door/example-lab.ts";
import { home, otherAccount, record } from "../shared/records.ts";
import { type Listening, messageOf, openScene } from "./ears.ts";
import type { Stage } from "./stage.ts";

let stage: Stage;
let scene: Listening;
let mallory: KeyPair;
beforeAll(async () => {
  ({ stage, scene, mallory } = await openScene());
});
afterAll(() => stage?.close());
afterEach(() => scene.tidy());

let ids = 0;
/** The record of a call, as if it had been made; under an event id of its own. */
const made = (changes: Readonly<Record<string, unknown>>) => record({ eventID: `event-${++ids}`, ...changes });
const incidentOf = (eventID: string) => readIncident(stage.ledger, eventID);
const nothingIs = async (eventID: string) => {
  expect(await stage.rows(`incident#${eventID}`)).toEqual([]);
  for (const queue of ["identity", "resource", "tell by", "set aside"] as const)
    expect(await scene.take(queue)).toEqual([]);
};

test("whoever stopped the encryption is contained and the stream restored: each order goes to its own queue", async () => {
  const stopped = await scene.stop("orders", mallory);
  expect(await hear(scene.ears, messageOf(stopped))).toEqual({ became: "incident opened", eventID: stopped.eventID });
  const incident = await incidentOf(stopped.eventID);
  expect(incident?.findings).toMatchObject([
    { detection: "stream-encryption-stopped", resource: { id: scene.streams.orders }, cause: { blamed: true } },
  ]);
  const [contain, restore] = incident?.steps ?? [];
  expect(contain).toMatchObject({
    action: "deactivate-access-key",
    params: { userName: "mallory", accessKeyId: mallory.accessKeyId },
  });
  expect(restore).toMatchObject({
    action: "restore-stream-encryption",
    params: { stream: scene.streams.orders, key: { arn: scene.key } },
  });
  const orderFor = (step: string | undefined) => ({ kind: "step", incident: stopped.eventID, step });
  expect(await scene.orders("identity")).toEqual([orderFor(contain?.id)]);
  expect(await scene.orders("resource")).toEqual([orderFor(restore?.id)]);
  expect(await scene.take("set aside")).toEqual([]);
});

test("each order comes once more after a while, should the first be lost, and people are told within ten seconds", async () => {
  const stopped = await scene.stop("orders", mallory);
  await hear(scene.ears, messageOf(stopped));
  const now = [await scene.orders("identity"), await scene.orders("resource")];
  expect(now.map(({ length }) => length)).toEqual([1, 1]);
  expect([await scene.delayed("identity"), await scene.delayed("resource")]).toEqual([1, 1]);
  expect(await scene.delayed("tell by")).toBe(1);
  expect(await scene.take("tell by")).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 10_500));
  expect((await scene.take("tell by")).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
    { incident: stopped.eventID },
  ]);
  expect([await scene.orders("identity"), await scene.orders("resource")]).toEqual([[], []]);
});

describe("nothing is found", () => {
  test("in a call that failed, though the stream is not as it should be", async () => {
    await scene.stop("orders", mallory);
    const nobody = await stage.lab.user("nobody");
    await scene.settled("orders");
    await expect(scene.stop("orders", nobody)).rejects.toMatchObject({ name: "AccessDeniedException" });
    const denied = scene.newest("StopStreamEncryption");
    expect(denied.errorCode).toBe("AccessDenied");
    expect(await hear(scene.ears, messageOf(denied))).toEqual({ became: "nothing found", eventID: denied.eventID });
    await nothingIs(denied.eventID);
  });

  test("on a stream that is not protected", async () => {
    const stopped = await scene.stop("clicks", mallory);
    expect(await hear(scene.ears, messageOf(stopped))).toMatchObject({ became: "nothing found" });
    await nothingIs(stopped.eventID);
  });

  test.each([
    ["another Region", { awsRegion: "eu-west-1", requestParameters: { streamName: "orders" } }],
    ["another Region, by ARN", { arn: "arn:aws:kinesis:eu-west-1:123456789012:stream/orders" }],
    ["another account", { recipientAccountId: otherAccount, requestParameters: { streamName: "orders" } }],
    ["another account, by ARN", { arn: `arn:aws:kinesis:us-east-1:${otherAccount}:stream/orders` }],
    ["another service", { eventSource: "firehose.amazonaws.com" }],
  ])("in %s, though our stream of that name is not as it should be", async (_, elsewhere) => {
    const { arn, ...changes }: { readonly arn?: string } & object = elsewhere;
    await scene.stop("orders", mallory);
    const event = made({ resources: [], ...(arn ? { requestParameters: { streamARN: arn } } : {}), ...changes });
    expect(await hear(scene.ears, messageOf(event))).toMatchObject({ became: "nothing found" });
    await nothingIs(String(event["eventID"]));
  });

  test("in what a known consumer reads, and in no call that nobody looks at is anything looked up", async () => {
    const { settings } = scene.ears;
    const consumers = [`arn:aws:iam::${otherAccount}:role/reader`];
    const streams = settings.streams.map((stream) => ({ ...stream, consumers }));
    const forbidden = () => Promise.reject(new Error("something was looked up"));
    const idle = { ...scene.ears, settings: { ...settings, streams }, call: forbidden, send: forbidden };
    // That it is counted for the alarms is apart from that.
    const ears = { ...idle, alarms: [], ledger: { ...scene.ears.ledger, call: forbidden } };
    const data = { managementEvent: false, eventCategory: "Data", readOnly: true };
    const reader = { type: "AWSAccount", principalId: "AROAEXAMPLE:reader", accountId: otherAccount };
    for (const event of [
      made({ ...data, eventName: "GetRecords", userIdentity: reader }),
      made({ ...data, eventName: "PutRecord", requestParameters: { streamName: "clicks" }, resources: [] }),
      made({ eventName: "AddTagsToStream", requestParameters: { streamName: "clicks" }, resources: [] }),
      made({ eventName: "CreateUser", eventSource: "iam.amazonaws.com" }),
    ])
      expect(await hear(ears, messageOf(event))).toMatchObject({ became: "nothing found" });
    await expect(hear(ears, messageOf(made({ ...data, eventName: "GetRecords" })))).rejects.toThrow("looked up");
  });

  test("when the stream is as it should be, whatever the event says", async () => {
    const event = made({ requestParameters: { streamName: "orders" } });
    expect(await hear(scene.ears, messageOf(event, true))).toMatchObject({ became: "nothing found" });
    await nothingIs(String(event["eventID"]));
  });
});

test("a call that nobody knows yet leads to a look at every protected stream, and is told", async () => {
  await scene.stop("orders", mallory);
  await scene.settled("orders");
  const event = made({ eventName: "MirrorStreams", requestParameters: { streamIds: ["0123"] }, resources: [] });
  expect(await hear(scene.ears, messageOf(event))).toMatchObject({ became: "incident opened" });
  const incident = await incidentOf(String(event["eventID"]));
  const found = incident?.findings.map(({ detection, resource }) => [detection, resource.id]).sort();
  expect(found).toEqual([
    ["stream-deleted", scene.streams.orders.replace(/orders$/, "gone")],
    ["stream-encryption-stopped", scene.streams.orders],
    ["unknown-stream-change", `AWS::::Account:${home.account}`],
  ]);
  expect(incident?.steps.map(({ action }) => action)).toEqual(["restore-stream-encryption"]);
});

describe("a stream that is still changing", () => {
  test("and looks right is looked at again later", async () => {
    const { kinesis } = stage.lab.as(stage.lab.root);
    const KeyId = scene.key;
    await kinesis.send(new StartStreamEncryptionCommand({ StreamName: "orders", EncryptionType: "KMS", KeyId }));
    const started = scene.newest("StartStreamEncryption");
    await expect(hear(scene.ears, messageOf(started))).rejects.toThrow(NotSettled);
    await nothingIs(started.eventID);
    await scene.settled("orders");
    expect(await hear(scene.ears, messageOf(started))).toMatchObject({ became: "nothing found" });
  });

  test("and looks wrong, though not by this call, is looked at again later: somebody may be repairing it", async () => {
    await scene.stop("orders", mallory);
    const event = made({ eventName: "AddTagsToStream", requestParameters: { streamName: "orders" } });
    await expect(hear(scene.ears, messageOf(event))).rejects.toThrow(NotSettled);
    await nothingIs(String(event["eventID"]));
    // There is no other time: what is seen then has to do.
    expect(await hear(scene.ears, messageOf(event, true))).toMatchObject({ became: "incident opened" });
  });

  test("and is wrong by this very call is answered at once", async () => {
    const stopped = await scene.stop("orders", mallory);
    const state = await stage.call("kinesis:DescribeStreamSummary", { StreamName: "orders" });
    expect(state.StreamDescriptionSummary?.StreamStatus).toBe("UPDATING");
    expect(await hear(scene.ears, messageOf(stopped))).toMatchObject({ became: "incident opened" });
    expect(await scene.orders("resource")).toHaveLength(1);
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { readIncident } from "../../shared/ledger/incident.ts";
import { readTalkers } from "../../shared/ledger/talkers.ts";
import { hear } from "../../shared/response/hear.ts";
import { account, type KeyPair } from "../lab/door/example-lab.ts";
import { alarmEvent } from "../shared/alarms.ts";
import { identities, otherAccount, record } from "../shared/records.ts";
import { type Listening, messageOf, openScene } from "./ears.ts";
import { settingsOf } from "./orders.ts";
import type { Stage } from "./stage.ts";

let stage: Stage;
let scene: Listening;
let mallory: KeyPair;
let ears: Listening["ears"];
const reader = `arn:aws:iam::${account}:role/analytics`;
const stranger = `arn:aws:iam::${account}:role/notebook`;
beforeAll(async () => {
  ({ stage, scene, mallory } = await openScene());
  const declared = { encryption: { key: scene.key }, producers: [], consumers: [reader] };
  const streams = ["orders", "more-stream-orders"].map((name) => ({ name, ...declared }));
  // What is thought of a single call is not looked at here.
  ears = { ...scene.ears, activities: [], settings: settingsOf({ streams }) };
});
afterAll(() => stage?.close());
afterEach(async () => {
  stage.lab.door.faults.clear();
  await scene.tidy();
});

type Fields = Readonly<Record<string, unknown>>;

let ids = 0;
/** A time of its own for each test, in another stretch than all others. */
const nextTime = () => new Date(Date.parse("2026-09-19T12:05:00Z") + ++ids * 3_600_000).toISOString();

const malloryIs = () => ({
  ...identities.user,
  arn: `arn:aws:iam::${account}:user/mallory`,
  userName: "mallory",
  accessKeyId: mallory.accessKeyId,
});
const strangerIs = (session: string) => identities.roleSession(stranger, session);
const analyticsIs = (session: string) => identities.roleSession(reader, session);

/** The record of somebody's read of `orders`. */
const read = (eventTime: string, userIdentity: object, changes: Fields = {}) =>
  record({
    eventID: `read-${++ids}`,
    eventName: "GetRecords",
    eventTime,
    eventCategory: "Data",
    managementEvent: false,
    readOnly: true,
    userIdentity,
    requestParameters: { streamARN: scene.streams.orders, shardIterator: "AAAA" },
    resources: [{ accountId: account, type: "AWS::Kinesis::Stream", ARN: scene.streams.orders }],
    ...changes,
  });
const hearAll = async (records: readonly object[]) => {
  for (const one of records) await hear(ears, messageOf(one));
};
const times = <T>(count: number, make: () => T): readonly T[] => Array.from({ length: count }, make);

/** The message of an alarm that rings. */
const rings = (time: string, around: Fields = {}, changes: Fields = {}, lastTry = false) => ({
  id: `message-of-alarm-${++ids}`,
  body: JSON.stringify(alarmEvent(changes, { id: `alarm-${++ids}`, time, ...around })),
  lastTry,
});
const nobodyIsOrdered = async () => {
  expect([await scene.orders("identity"), await scene.orders("resource")]).toEqual([[], []]);
};

describe("calls that handle records are counted", () => {
  const talkersAt = (time: string, calls = ["GetRecords"]) =>
    readTalkers(stage.ledger, scene.streams.orders, calls, new Date(time));

  test("for each caller, in the ten minutes in which they were made and the ten before; sessions as their role", async () => {
    const time = nextTime();
    const before = new Date(Date.parse(time) - 600_000).toISOString();
    const long = new Date(Date.parse(time) - 1_200_000).toISOString();
    await hearAll([
      ...times(3, () => read(time, strangerIs("one"))),
      ...times(2, () => read(before, strangerIs("two"))),
      ...times(4, () => read(long, strangerIs("three"))),
      ...times(6, () => read(time, malloryIs())),
      read(time, malloryIs(), { eventName: "PutRecord", requestParameters: { streamARN: scene.streams.orders } }),
    ]);
    expect((await talkersAt(time)).map(({ principal, calls }) => [principal, calls])).toEqual([
      [`arn:aws:iam::${account}:user/mallory`, 6],
      [stranger, 5],
    ]);
    expect((await talkersAt(time, ["PutRecord", "PutRecords"])).map(({ calls }) => calls)).toEqual([1]);
    const [top] = await talkersAt(time);
    expect(top?.last).toMatchObject({
      name: "GetRecords",
      actor: { credential: { accessKeyId: mallory.accessKeyId } },
    });
    expect(JSON.stringify(top)).not.toContain("AAAA");
  });

  test("of those who are known one in ten, for ten: it is for an estimate", async () => {
    const time = nextTime();
    const before = stage.lab.door.trail.records().length;
    await hearAll(times(200, () => read(time, analyticsIs("one"))));
    const [known, ...others] = await talkersAt(time);
    expect([known?.principal, others]).toEqual([reader, []]);
    expect(known?.calls).toBeGreaterThanOrEqual(50);
    expect(known?.calls).toBeLessThanOrEqual(400);
    const writes = stage.lab.door.trail
      .records()
      .slice(before)
      .filter(({ eventName }) => eventName === "UpdateItem");
    expect(known?.calls).toBe(writes.length * 10);
  });

  test("for each key of a user apart, since one can be taken and the other not", async () => {
    const time = nextTime();
    await hearAll([read(time, malloryIs()), read(time, { ...malloryIs(), accessKeyId: "AKIAOTHEROTHEROTHER0" })]);
    expect((await talkersAt(time)).map(({ calls }) => calls)).toEqual([1, 1]);
  });

  test.each([
    ["one that was refused for want of rights", { errorCode: "AccessDenied" }, 0],
    ["one that was refused since there were too many", { errorCode: "ProvisionedThroughputExceededException" }, 1],
    ["one on a stream that is not protected", { requestParameters: { streamName: "clicks" }, resources: [] }, 0],
    [
      "one in another Region",
      { awsRegion: "eu-west-1", requestParameters: { streamName: "orders" }, resources: [] },
      0,
    ],
    [
      "one that names the stream as CloudTrail does where nothing but an iterator was given",
      {
        requestParameters: { shardIterator: "AAAA" },
        resources: [{ ARN: "arn:aws:kinesis:us-east-1:orders:stream/null" }],
      },
      1,
    ],
    ["one that names no stream", { requestParameters: { shardIterator: "AAAA" }, resources: [] }, 0],
    ["one that no alarm asks for", { eventName: "SomethingNew" }, 0],
  ])("or not, as it should be: %s", async (_, changes, counted) => {
    const time = nextTime();
    await hearAll([read(time, malloryIs(), changes)]);
    const names = ["GetRecords", "SomethingNew"];
    expect((await talkersAt(time, names)).map(({ calls }) => calls)).toEqual(counted ? [counted] : []);
  });

  test("and what is judged does not suffer when they cannot be", async () => {
    const error = { status: 400, code: "ValidationException", message: "no" };
    stage.lab.door.faults.add({ service: "dynamodb", operation: "UpdateItem", error });
    const time = nextTime();
    expect(await hear(ears, messageOf(read(time, malloryIs())))).toMatchObject({ became: "nothing found" });
    stage.lab.door.faults.clear();
    expect(await talkersAt(time)).toEqual([]);
  });
});

describe("an alarm that rings", () => {
  test("is told with who makes most of the calls, and the one stranger is contained", async () => {
    const time = nextTime();
    await hearAll([...times(60, () => read(time, malloryIs())), ...times(5, () => read(time, analyticsIs("one")))]);
    const message = rings(time);
    const { id } = JSON.parse(message.body) as { readonly id: string };
    expect(await hear(ears, message)).toEqual({ became: "incident opened", eventID: id });
    const incident = await readIncident(stage.ledger, id);
    expect(incident?.findings).toMatchObject([
      {
        detection: "stream-throttled",
        severity: "Medium",
        confidence: "Medium",
        resource: { type: "AWS::Kinesis::Stream", id: scene.streams.orders },
        evidence: expect.stringContaining("user/mallory (unknown, 60 calls)"),
        cause: { blamed: true, name: "GetRecords", actor: { arn: malloryIs().arn } },
      },
    ]);
    expect(incident?.steps).toMatchObject([
      { action: "deactivate-access-key", params: { userName: "mallory", accessKeyId: mallory.accessKeyId } },
    ]);
    expect(await scene.orders("identity")).toEqual([{ kind: "step", incident: id, step: incident?.steps[0]?.id }]);

    // Delivered once more, it is known.
    expect(await hear(ears, { ...message, id: "again" })).toEqual({ became: "known already", eventID: id });
    expect((await readIncident(stage.ledger, id))?.findings).toHaveLength(1);
    // Ringing again within the hour, it is one incident.
    expect(await hear(ears, rings(time))).toMatchObject({ became: "joined an incident" });
  });

  test("is told, and nobody is contained, where it is not clear who it is", async () => {
    const message = rings(nextTime());
    expect(await hear(ears, message)).toMatchObject({ became: "incident opened" });
    const incident = await readIncident(stage.ledger, (JSON.parse(message.body) as { readonly id: string }).id);
    expect(incident?.findings).toMatchObject([{ confidence: "High", evidence: expect.stringContaining("not known") }]);
    expect(incident?.findings[0]).not.toHaveProperty("cause");
    await nobodyIsOrdered();
  });

  test("is of the stream with the longer name, where that of another ends like it", async () => {
    const name = "lockkeeper-prod-stream-more-stream-orders-reads-throttled";
    const message = rings(nextTime(), {}, { alarmName: name });
    await hear(ears, message);
    const incident = await readIncident(stage.ledger, (JSON.parse(message.body) as { readonly id: string }).id);
    expect(incident?.findings[0]?.resource.id).toBe(scene.streams.orders.replace(/orders$/, "more-stream-orders"));
  });

  test("out of an archive is told as such", async () => {
    const message = rings(nextTime(), { "replay-name": "last-week" });
    await hear(ears, message);
    const incident = await readIncident(stage.ledger, (JSON.parse(message.body) as { readonly id: string }).id);
    expect(incident?.findings[0]?.evidence).toMatch(/came out of an archive\.$/);
  });

  test.each([
    ["of a stream that is not protected", {}, { alarmName: "lockkeeper-prod-stream-clicks-reads-throttled" }],
    ["of something that is not watched", {}, { alarmName: "lockkeeper-prod-stream-orders-too-quiet" }],
    ["of another account", { account: otherAccount }, {}],
    ["of another Region", { region: "eu-west-1" }, {}],
    ["that is over", {}, { state: { value: "OK" } }],
  ])("%s is nobody's business", async (_, around, changes) => {
    expect(await hear(ears, rings(nextTime(), around, changes, true))).toMatchObject({ became: "nothing found" });
    await nobodyIsOrdered();
    expect(await scene.take("set aside")).toEqual([]);
  });

  test("that cannot be read is set aside, and it is said why", async () => {
    expect(await hear(ears, rings(nextTime(), {}, { state: null }))).toEqual({ became: "unreadable" });
    const [aside] = await scene.take("set aside");
    expect(aside?.problem).toBe("detail.state: expected Object, found null");
  });

  test("comes again when the table cannot be read, and is told at the last try", async () => {
    const error = { status: 400, code: "ValidationException", message: "not now" };
    stage.lab.door.faults.add({ service: "dynamodb", operation: "Query", times: 32, error });
    const time = nextTime();
    await expect(hear(ears, rings(time))).rejects.toThrow("not now");
    expect(await hear(ears, rings(time, {}, {}, true))).toMatchObject({ became: "not judged" });
    const [aside] = await scene.take("set aside");
    expect(aside?.problem).toContain("could not be judged: ValidationException");
    stage.lab.door.faults.clear();
  });
});

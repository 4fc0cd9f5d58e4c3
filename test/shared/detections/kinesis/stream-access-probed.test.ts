import { describe, expect, test } from "vitest";
import { streamAccessProbed } from "../../../../shared/detections/kinesis/stream-access-probed.ts";
import { streamClaims } from "../../../../shared/resources/kinesis/claims.ts";
import { callOf, home, orders } from "../../records.ts";
import { dataEvent, roleOf, watchAs } from "./activities.ts";

const consumers = [`arn:aws:iam::${home.account}:role/analytics`];
const open = () => watchAs(streamAccessProbed, [{ name: "orders", consumers }, { name: "payments" }]);
const resource = { type: "AWS::Kinesis::Stream", id: orders };

const denied = { errorCode: "AccessDenied", errorMessage: `on resource: ${orders} because`, requestParameters: null };
const names = Object.keys(streamClaims);
/** The first so many different calls, denied. */
const attempts = (count: number, changes: object = {}) =>
  names.slice(0, count).map((eventName) => callOf({ eventName, ...denied, resources: [], ...changes }));

const dryRun = (changes: object = {}) =>
  dataEvent("GetRecords", {
    errorCode: "DryRunOperationException",
    requestParameters: { streamARN: orders, dryRun: true },
    ...changes,
  });

describe("fires for denied calls", () => {
  test("at the fifth different one within ten minutes: Medium, and nobody is evicted", async () => {
    const { hear } = open();
    const found = [];
    for (const [at, call] of attempts(5).entries()) found.push(await hear(call, at * 60));
    expect(found.slice(0, 4)).toStrictEqual([[], [], [], []]);
    expect(found[4]).toStrictEqual([
      {
        evidence: `5 different calls on protected streams were denied to one principal within ten minutes, the last of them ${names[4]}.`,
        resource,
        confidence: "Medium",
        evict: false,
      },
    ]);
  });

  test("then not before the next hour, but once more at the twentieth: High, and the caller is evicted", async () => {
    const { hear } = open();
    const found = [];
    for (const call of attempts(25)) found.push(...((await hear(call)) ?? []));
    expect(found).toMatchObject([
      { confidence: "Medium", evict: false },
      { severity: "High", confidence: "High", evict: true },
    ]);
    expect(found[1]?.evidence).toMatch(/^20 different calls/);
  });

  test("whatever the sessions of a role are called", async () => {
    const { hear } = open();
    const found = [];
    for (const [at, call] of attempts(5).entries()) {
      const { actor } = callOf({ userIdentity: roleOf("notebook", `session-${at}`) });
      found.push(...((await hear({ ...call, actor })) ?? []));
    }
    expect(found).toHaveLength(1);
  });

  test.each([
    "AccessDenied",
    "AccessDeniedException",
    "Client.UnauthorizedOperation",
    "UnauthorizedException",
    "VpceAccessDenied",
  ])("in whichever words: %s", async (errorCode) => {
    const { hear } = open();
    const found = [];
    for (const call of attempts(5, { errorCode })) found.push(...((await hear(call)) ?? []));
    expect(found).toHaveLength(1);
  });

  test("on records, too, and of the same call on several streams", async () => {
    const { hear } = open();
    const found = [];
    for (const stream of [orders, orders.replace("orders", "payments")])
      for (const eventName of ["GetRecords", "PutRecord", "SubscribeToShard"])
        found.push(
          ...((await hear(dataEvent(eventName, { ...denied, resources: [{ ARN: stream }], errorMessage: "" }))) ?? []),
        );
    expect(found).toHaveLength(1);
  });
});

describe("fires for a dry run at once", () => {
  test("and evicts the key of a user who is none of the declared consumers", async () => {
    expect(await open().hear(dryRun())).toStrictEqual([
      {
        evidence:
          "GetRecords was tried as a dry run, and it would have been let in: somebody asks what they may do before they do it.",
        resource,
        confidence: "High",
        evict: true,
      },
    ]);
  });

  test.each([
    ["a session of a role", { userIdentity: roleOf("notebook") }],
    ["a declared consumer", { userIdentity: roleOf("analytics") }],
    [
      "anybody where nobody was declared",
      { requestParameters: { streamName: "payments", dryRun: true }, resources: [] },
    ],
  ])("but only tells of that of %s", async (_, changes) => {
    expect(await open().hear(dryRun(changes))).toMatchObject([{ confidence: "Medium", evict: false }]);
  });

  test("by what was asked, where CloudTrail gives no code for it", async () => {
    const { error: _, ...call } = dryRun();
    const found = await open().hear(call);
    expect(found?.[0]?.evidence).toMatch(/^GetRecords was tried as a dry run: somebody/);
  });

  test("once in an hour", async () => {
    const { hear } = open();
    const found = [];
    for (const seconds of [0, 1, 7_200]) found.push((await hear(dryRun(), seconds))?.length);
    expect(found).toStrictEqual([1, 0, 1]);
  });
});

describe("stays silent", () => {
  test("for the same denied call a hundred times: a workload that lacks a right", async () => {
    const { hear } = open();
    for (let times = 0; times < 100; times += 1)
      expect(await hear(dataEvent("GetRecords", { ...denied }))).toStrictEqual([]);
  });

  test("for four different ones, and for more that are far apart", async () => {
    const { hear } = open();
    for (const call of attempts(4)) expect(await hear(call)).toStrictEqual([]);
    for (const [at, call] of attempts(20).entries()) expect(await hear(call, 10_000 + at * 1_200)).toStrictEqual([]);
  });

  test.each([
    ["calls that were let in", { errorCode: null, errorMessage: null }],
    ["calls that failed otherwise", { errorCode: "ResourceInUseException" }],
    ["calls that only sound like denied", { errorCode: "NotAccessDenied" }],
    ["calls of another service", { eventSource: "firehose.amazonaws.com" }],
    ["calls on a stream that is not protected", { errorMessage: denied.errorMessage.replace("orders", "clicks") }],
    ["calls that name no stream", { errorMessage: "not authorized" }],
  ])("for %s, at which it does not even look", async (_, changes) => {
    const { hear, asked } = open();
    for (const call of attempts(25, changes)) expect(await hear(call)).toBeUndefined();
    expect(asked()).toBe(0);
  });
});

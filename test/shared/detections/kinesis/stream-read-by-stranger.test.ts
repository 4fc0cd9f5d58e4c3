import { describe, expect, test } from "vitest";
import { streamReadByStranger } from "../../../../shared/detections/kinesis/stream-read-by-stranger.ts";
import { home, orders, otherAccount } from "../../records.ts";
import { dataEvent, roleOf, strangerFrom, watchAs } from "./activities.ts";

const declared = [`arn:aws:iam::${home.account}:role/analytics`, `arn:aws:iam::333333333333:role/partner-*`];
const open = () => watchAs(streamReadByStranger, [{ name: "orders", consumers: declared }, { name: "payments" }]);
const resource = { type: "AWS::Kinesis::Stream", id: orders };
const consumerARN = `${orders}/consumer/analytics:1789812311`;

describe("fires", () => {
  test("for a read by none of the declared consumers: High, and the reader is evicted", async () => {
    expect(await open().hear(dataEvent("GetRecords", { requestParameters: { streamARN: orders } }))).toStrictEqual([
      {
        evidence: "It was read (GetRecords) by a principal that is none of the consumers in lockkeeper.yml.",
        resource,
        confidence: "High",
        evict: true,
      },
    ]);
  });

  test.each([
    ["the whole stream", "GetShardIterator", { streamName: "orders", shardIteratorType: "TRIM_HORIZON" }],
    ["from a time on", "GetShardIterator", { streamARN: orders, shardIteratorType: "AT_TIMESTAMP" }],
    ["through a consumer", "SubscribeToShard", { consumerARN, startingPosition: { type: "TRIM_HORIZON" } }],
  ])("Critical for a read of the past: %s", async (_, eventName, requestParameters) => {
    const found = await open().hear(dataEvent(eventName, { requestParameters, resources: [] }));
    expect(found).toMatchObject([{ severity: "Critical", resource, evict: true }]);
    expect(found?.[0]?.evidence).toMatch(/from (TRIM_HORIZON|AT_TIMESTAMP)\)/);
  });

  test("Critical for a reader of another account, who is named", async () => {
    const found = await open().hear(dataEvent("GetRecords", { userIdentity: strangerFrom(otherAccount) }));
    expect(found).toMatchObject([{ severity: "Critical" }]);
    expect(found?.[0]?.evidence).toContain(`a principal of account ${otherAccount} that`);
  });

  test("for an iterator alone, where the record names the stream by a malformed ARN", async () => {
    const resources = [{ type: "AWS::Kinesis::Stream", ARN: `arn:aws:kinesis:${home.region}:orders:stream/null` }];
    const call = dataEvent("GetRecords", { requestParameters: { shardIterator: "AAAA" }, resources });
    expect(await open().hear(call)).toMatchObject([{ resource }]);
  });

  test("where consumers were declared to be none", async () => {
    const nobody = watchAs(streamReadByStranger, [{ name: "orders", consumers: [] }]);
    expect(await nobody.hear(dataEvent("GetRecords", { userIdentity: roleOf("analytics") }))).toHaveLength(1);
  });
});

describe("tells of the same reader", () => {
  test("once in an hour, however often it polls, and again in the next", async () => {
    const { hear } = open();
    const found = [];
    for (const seconds of [0, 1, 2, 3, 7_200]) found.push(await hear(dataEvent("GetRecords"), seconds));
    expect(found.map((all) => all?.length)).toStrictEqual([1, 0, 0, 0, 1]);
  });

  test("once more when it turns to the past, and not when it comes back from there", async () => {
    const past = { requestParameters: { streamARN: orders, shardIteratorType: "TRIM_HORIZON" } };
    const first = open();
    expect(await first.hear(dataEvent("GetRecords"))).toHaveLength(1);
    expect(await first.hear(dataEvent("GetShardIterator", past))).toMatchObject([{ severity: "Critical" }]);
    const second = open();
    expect(await second.hear(dataEvent("GetShardIterator", past))).toHaveLength(1);
    expect(await second.hear(dataEvent("GetRecords"))).toStrictEqual([]);
  });

  test("but of another key of the same user, and of another session of the same role, for themselves", async () => {
    const { hear } = open();
    const user = dataEvent("GetRecords").actor;
    const withKey = (accessKeyId: string) => ({
      userIdentity: { type: "IAMUser", arn: user.arn, accountId: home.account, userName: "alice", accessKeyId },
    });
    const sessions = ["one", "two"].map((name) => ({ userIdentity: roleOf("notebook", name) }));
    for (const who of [withKey("AKIAEXAMPLEEXAMPLE01"), withKey("AKIAEXAMPLEEXAMPLE02"), ...sessions])
      expect(await hear(dataEvent("GetRecords", who))).toHaveLength(1);
  });
});

describe("does not even look", () => {
  test.each([
    ["at a declared consumer", { userIdentity: roleOf("analytics") }],
    ["at one written in other letters", { userIdentity: roleOf("Analytics", "another-session") }],
    ["at a caller from an account that has a declared consumer", { userIdentity: strangerFrom("333333333333") }],
    ["at a read that was denied", { errorCode: "AccessDenied", requestParameters: null }],
    ["at a dry run", { errorCode: "DryRunOperationException" }],
    ["where nobody has declared consumers", { requestParameters: { streamName: "payments" }, resources: [] }],
    ["at a stream that is not protected", { requestParameters: { streamName: "clicks" }, resources: [] }],
    ["where no stream is named", { requestParameters: { shardIterator: "AAAA" }, resources: [] }],
  ])("%s", async (_, changes) => {
    const { hear, asked } = open();
    expect(await hear(dataEvent("GetRecords", changes))).toBeUndefined();
    expect(asked()).toBe(0);
  });

  test("at a write, at a call of another service, or at one that says how the stream is set up", async () => {
    const { hear } = open();
    for (const call of [
      dataEvent("PutRecord"),
      dataEvent("GetRecords", { eventSource: "dynamodb.amazonaws.com" }),
      dataEvent("GetRecords", { managementEvent: true, eventCategory: "Management" }),
    ])
      expect(await hear(call)).toBeUndefined();
  });
});

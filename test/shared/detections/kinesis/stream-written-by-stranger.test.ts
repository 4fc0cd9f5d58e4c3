import { describe, expect, test } from "vitest";
import { streamWrittenByStranger } from "../../../../shared/detections/kinesis/stream-written-by-stranger.ts";
import { orders, otherAccount } from "../../records.ts";
import { dataEvent, roleOf, strangerFrom, watchAs } from "./activities.ts";

const producers = [`arn:aws:iam::*:role/services/shop-*`];
const open = () => watchAs(streamWrittenByStranger, [{ name: "orders", producers }, { name: "payments" }]);

describe("fires", () => {
  test("for a write by none of the declared producers, though CloudTrail calls it a read", async () => {
    const call = dataEvent("PutRecord");
    expect(call.readOnly).toBe(true);
    expect(await open().hear(call)).toStrictEqual([
      {
        evidence: "It was written to (PutRecord) by a principal that is none of the producers in lockkeeper.yml.",
        resource: { type: "AWS::Kinesis::Stream", id: orders },
        confidence: "High",
        evict: true,
      },
    ]);
  });

  test("for many records at once, and for a writer of another account, who is named", async () => {
    const found = await open().hear(dataEvent("PutRecords", { userIdentity: strangerFrom(otherAccount) }));
    expect(found?.[0]?.evidence).toContain(`(PutRecords) by a principal of account ${otherAccount} that`);
  });

  test("for a role of the same name under another path", async () => {
    expect(await open().hear(dataEvent("PutRecord", { userIdentity: roleOf("shop-1") }))).toHaveLength(1);
  });

  test("once in an hour", async () => {
    const { hear } = open();
    const found = [];
    for (const seconds of [0, 1, 7_200]) found.push((await hear(dataEvent("PutRecord"), seconds))?.length);
    expect(found).toStrictEqual([1, 0, 1]);
  });
});

describe("does not even look", () => {
  test.each([
    ["at a declared producer", { userIdentity: roleOf("services/shop-1") }],
    ["at a write that was denied", { errorCode: "AccessDenied", requestParameters: null }],
    ["at a dry run", { errorCode: "DryRunOperationException" }],
    ["where nobody has declared producers", { requestParameters: { streamName: "payments" }, resources: [] }],
    ["at a stream that is not protected", { requestParameters: { streamName: "clicks" }, resources: [] }],
    ["where no stream is named", { requestParameters: null, resources: [] }],
  ])("%s", async (_, changes) => {
    const { hear, asked } = open();
    expect(await hear(dataEvent("PutRecord", changes))).toBeUndefined();
    expect(asked()).toBe(0);
  });

  test("at a read", async () => {
    expect(await open().hear(dataEvent("GetRecords"))).toBeUndefined();
  });
});

import { describe, expect, test } from "vitest";
import { unknownStreamChange } from "../../../../shared/detections/kinesis/unknown-stream-change.ts";
import { streamClaims } from "../../../../shared/resources/kinesis/claims.ts";
import { callOf, home, orders } from "../../records.ts";
import { dataEvent, watchAs } from "./activities.ts";

const open = () => watchAs(unknownStreamChange, [{ name: "orders" }, { name: "payments" }]);
const news = (changes: object = {}) => callOf({ eventName: "MirrorStream", ...changes });

describe("fires", () => {
  test("for a successful write under a new name, once in an hour for each who makes it", async () => {
    const { hear } = open();
    expect(await hear(news())).toStrictEqual([
      {
        evidence:
          '"MirrorStream" is no call of Kinesis that this version knows; the stream was read again and compared with its baseline.',
        resource: { type: "AWS::Kinesis::Stream", id: orders },
        confidence: "Medium",
        evict: false,
        advice: 'Find out what "MirrorStream" does, and whether Lockkeeper has a newer version that knows it.',
      },
    ]);
    expect(await hear(news(), 60)).toStrictEqual([]);
    expect(await hear(news({ eventName: "TeeStream" }), 60)).toHaveLength(1);
    expect(await hear(news(), 7_200)).toHaveLength(1);
  });

  test("about the account where it names no stream in a form that is known", async () => {
    const found = await open().hear(news({ requestParameters: { streamId: "0123" }, resources: [] }));
    expect(found).toMatchObject([{ resource: { id: `AWS::::Account:${home.account}` } }]);
    expect(found?.[0]?.evidence).toContain("every protected one was read again");
  });

  test("for a name that every object knows", async () => {
    expect(await open().hear(news({ eventName: "constructor" }))).toHaveLength(1);
  });
});

describe("does not even look", () => {
  test.each(Object.keys(streamClaims))("at %s", async (eventName) => {
    expect(await open().hear(news({ eventName }))).toBeUndefined();
  });

  test.each([
    ["at one that failed", news({ errorCode: "ValidationException" })],
    ["at one that only reads", news({ readOnly: true })],
    ["at one on records", dataEvent("PeekRecords")],
    ["at one of another service", news({ eventSource: "firehose.amazonaws.com" })],
    ["at one on a stream that is not protected", news({ requestParameters: { streamName: "clicks" }, resources: [] })],
  ])("%s", async (_, call) => {
    expect(await open().hear(call)).toBeUndefined();
  });

  test("where nothing is protected", async () => {
    expect(await watchAs(unknownStreamChange, []).hear(news({ requestParameters: {}, resources: [] }))).toBeUndefined();
  });
});

import { describe, expect, test } from "vitest";
import type { StreamSettings } from "../../../../shared/baseline/stream-settings.ts";
import type { Talker } from "../../../../shared/cloudtrail/talker.ts";
import { streamAlarms } from "../../../../shared/detections/kinesis/stream-alarms.ts";
import { streamThrottled } from "../../../../shared/detections/kinesis/stream-throttled.ts";
import { alarmOf } from "../../alarms.ts";
import { callOf, home, identities } from "../../records.ts";

const watchedAs = (id: string) => {
  const watched = streamAlarms.find((one) => one.id === id);
  if (watched === undefined) throw new Error(`nothing watches ${id}`);
  return watched;
};

const analytics = `arn:aws:iam::${home.account}:role/analytics`;
const producer = `arn:aws:iam::${home.account}:user/orders-producer`;
const declared: StreamSettings = { name: "orders", consumers: [analytics], producers: [producer] };

const talker = (principal: string, calls: number, userIdentity: object, name = "GetRecords"): Talker => ({
  principal,
  calls,
  last: callOf({ eventName: name, userIdentity, managementEvent: false }),
});
const mallory = (calls: number) => {
  const arn = `arn:aws:iam::${home.account}:user/mallory`;
  return talker(arn, calls, { ...identities.user, arn, userName: "mallory" });
};
const alice = (calls: number) => talker(identities.user.arn, calls, identities.user);
const known = (calls: number) => talker(analytics, calls, identities.roleSession(analytics, "worker"));

const judged = (talkers: readonly Talker[], changes: Partial<StreamSettings> = {}, id = "reads-throttled") =>
  streamThrottled.judge({ watched: watchedAs(id), alarm: alarmOf(), declared: { ...declared, ...changes }, talkers });

describe("whoever makes most of the calls", () => {
  test("is named, most first, known or unknown, with the values that CloudWatch gave", () => {
    expect(judged([mallory(900), known(100)]).evidence).toBe(
      `Calls that read the stream are refused: more is asked of it than it gives. By the minute: 0, 61.5, 512. Most calls of late: arn:aws:iam::${home.account}:user/mallory (unknown, 900 calls), ${analytics} (known, 100 calls).`,
    );
  });

  test("and is the one stranger, clearly, is to be evicted, with the confidence that this takes", () => {
    const one = mallory(900);
    expect(judged([one, known(100)])).toMatchObject({ confidence: "Medium", evict: one });
    expect(judged([mallory(200), known(100)])).toHaveProperty("evict");
    expect(judged([mallory(50)])).toHaveProperty("evict");
  });

  test.each<[string, readonly Talker[], Partial<StreamSettings>]>([
    ["is known", [known(900)], {}],
    ["is known as a producer", [talker(producer, 900, { ...identities.user, arn: producer })], {}],
    ["is one of two strangers", [mallory(900), alice(1), known(100)], {}],
    ["has not clearly most of the calls", [mallory(199), known(100)], {}],
    ["has made but a few", [mallory(49)], {}],
    ["is a stranger where nobody has said who is known", [mallory(900)], { consumers: undefined }],
    ["is nobody, since no calls were heard", [], {}],
  ])("and %s is not to be evicted: people are told", (_, talkers, changes) => {
    const alert = judged(talkers, changes);
    expect(alert).not.toHaveProperty("evict");
    expect(alert.confidence).toBe("High");
  });
});

test("where nobody has said who is known, and where no calls were heard, it is said so", () => {
  expect(judged([mallory(900)], { consumers: undefined }).evidence).toMatch(
    /user\/mallory \(900 calls\)\. lockkeeper\.yml does not say who is known \(consumers\)\.$/,
  );
  expect(judged([]).evidence).toMatch(/is not known: no data events of them were heard\.$/);
});

test("three are named, and how many more there are", () => {
  const many = [mallory(9), alice(8), known(7), known(6), known(5)];
  expect(judged(many).evidence).toMatch(/and 2 more\.$/);
});

test("what AWS does not write in its own form is quoted", () => {
  const forged = talker("nobody\nrestored by Lockkeeper", 5, { type: "Unknown" });
  expect(judged([forged]).evidence).toContain('"nobody\\nrestored by Lockkeeper" (unknown, 5 calls)');
});

test("who writes is judged by the producers, who reads by the consumers", () => {
  const writer = talker("arn:aws:iam::123456789012:user/mallory", 900, identities.user, "PutRecords");
  expect(judged([writer], { consumers: undefined }, "writes-throttled")).toHaveProperty("evict");
  expect(judged([writer], { producers: undefined }, "writes-throttled")).not.toHaveProperty("evict");
});

describe("CloudWatch watches", () => {
  const measured = (id: string, changes: Partial<StreamSettings> = {}) =>
    watchedAs(id).measure({ ...declared, ...changes });

  test.each([
    ["reads-throttled", { metric: "ReadProvisionedThroughputExceeded", statistic: "Sum", above: 60 }],
    ["writes-throttled", { metric: "WriteProvisionedThroughputExceeded", statistic: "Sum", above: 60 }],
    ["readers-behind", { metric: "GetRecords.IteratorAgeMilliseconds", statistic: "Maximum", above: 1_800_000 }],
    ["unknown-consumer", undefined],
  ])("%s as if nothing were said of it", (id, measure) => {
    expect(measured(id)).toStrictEqual(measure);
  });

  test("as much as lockkeeper.yml says", () => {
    const alarms = { throttledPerMinute: 5, iteratorAgeMinutes: 120 };
    expect(measured("reads-throttled", { alarms })).toMatchObject({ above: 5 });
    expect(measured("writes-throttled", { alarms })).toMatchObject({ above: 5 });
    expect(measured("readers-behind", { alarms })).toMatchObject({ above: 7_200_000 });
  });

  test("for consumers that were not declared, where any were, or that there are none", () => {
    expect(measured("unknown-consumer", { registeredConsumers: [] })).toStrictEqual({
      query: `SELECT SUM("SubscribeToShardEvent.Bytes") FROM SCHEMA("AWS/Kinesis", ConsumerName, StreamName) WHERE StreamName = 'orders'`,
      above: 0,
    });
    expect(measured("unknown-consumer", { registeredConsumers: ["a", "b.c"] })).toMatchObject({
      query: expect.stringMatching(/ WHERE StreamName = 'orders' AND ConsumerName != 'a' AND ConsumerName != 'b\.c'$/),
    });
  });

  test("not for more consumers than go into one query", () => {
    const registeredConsumers = Array.from({ length: 20 }, (_, n) => `consumer-with-a-rather-long-name-${n}`);
    expect(measured("unknown-consumer", { registeredConsumers: registeredConsumers.slice(0, 14) })).toBeDefined();
    expect(measured("unknown-consumer", { registeredConsumers })).toBeUndefined();
  });
});

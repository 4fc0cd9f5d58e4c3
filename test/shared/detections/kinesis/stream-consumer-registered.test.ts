import { describe, expect, test } from "vitest";
import { streamConsumerRegistered } from "../../../../shared/detections/kinesis/stream-consumer-registered.ts";
import { orders } from "../../records.ts";
import { baselineWith, streamAs } from "./streams.ts";

const { causes, judge, playbook } = streamConsumerRegistered;
const streamOf = (...names: readonly string[]) =>
  streamAs({ consumers: names.map((name) => ({ name, arn: `${orders}/consumer/${name}:1790000000` })) });
const known = baselineWith({ registeredConsumers: ["analytics"] });

test("fires for each consumer that is not known", () => {
  expect(judge(streamOf("analytics", "tap", "tap-2"), known)).toStrictEqual([
    { evidence: "The consumer tap is registered; lockkeeper.yml does not know it.", found: "tap" },
    { evidence: "The consumer tap-2 is registered; lockkeeper.yml does not know it.", found: "tap-2" },
  ]);
  expect(judge(streamOf("analytics"), baselineWith({ registeredConsumers: [] }))).toHaveLength(1);
});

describe("stays silent", () => {
  test.each([
    ["all are known", streamOf("analytics"), known],
    ["there are none", streamOf(), known],
    ["nobody has said which there should be", streamOf("tap"), baselineWith()],
  ])("when %s", (_, state, baseline) => {
    expect(judge(state, baseline)).toStrictEqual([]);
  });
});

test("the answer deregisters those that were found and not accepted", () => {
  expect(playbook(streamOf("analytics", "tap", "tap-2"), known, ["tap-2"])).toStrictEqual([
    { action: "deregister-stream-consumer", params: { stream: orders, consumer: "tap-2" } },
  ]);
});

test("blames whoever registered that consumer", () => {
  const registered = causes["RegisterStreamConsumer"];
  expect(registered?.({ streamARN: orders, consumerName: "tap" }, streamOf("tap"), "tap")).toBe(true);
  expect(registered?.({ streamARN: orders, consumerName: "analytics" }, streamOf("tap"), "tap")).toBe(false);
});

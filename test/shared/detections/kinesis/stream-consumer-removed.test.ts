import { describe, expect, test } from "vitest";
import { streamConsumerRemoved } from "../../../../shared/detections/kinesis/stream-consumer-removed.ts";
import { orders } from "../../records.ts";
import { baselineWith, streamAs } from "./streams.ts";

const { causes, judge, playbook } = streamConsumerRemoved;
const known = baselineWith({ registeredConsumers: ["analytics", "billing"] });
const analytics = { name: "analytics", arn: `${orders}/consumer/analytics:1790000000` };

test("fires for each known consumer that is gone, and nothing is done but told", () => {
  const state = streamAs({ consumers: [analytics] });
  expect(judge(state, known)).toStrictEqual([
    { evidence: "The consumer billing is not registered any more.", found: "billing" },
  ]);
  expect(playbook(state, known, ["billing"])).toStrictEqual([]);
});

describe("stays silent", () => {
  test.each([
    ["they are there", baselineWith({ registeredConsumers: ["analytics"] })],
    ["nobody has said which there should be", baselineWith()],
    ["there should be none", baselineWith({ registeredConsumers: [] })],
  ])("when %s", (_, baseline) => {
    expect(judge(streamAs({ consumers: [analytics] }), baseline)).toStrictEqual([]);
  });
});

test("blames whoever deregistered it, by its name or its ARN", () => {
  const deregistered = causes["DeregisterStreamConsumer"];
  for (const request of [
    { streamARN: orders, consumerName: "billing" },
    { consumerARN: `${orders}/consumer/billing:1790000000` },
  ])
    expect(deregistered?.(request, streamAs(), "billing")).toBe(true);
  for (const request of [{ consumerName: "bill" }, { consumerARN: `${orders}/consumer/billing-2:1` }, {}])
    expect(deregistered?.(request, streamAs(), "billing")).toBe(false);
});

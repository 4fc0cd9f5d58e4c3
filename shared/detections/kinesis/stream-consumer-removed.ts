import { kinesisStream } from "../../resources/kinesis-stream.ts";
import { drift } from "../detection.ts";

export const streamConsumerRemoved = drift({
  id: "stream-consumer-removed",
  title: "A consumer of the stream is gone",
  why: "What read by it reads nothing any more, and a new one has another ARN, which nobody's configuration and no policy knows.",
  severity: "Medium",
  attack: ["T1489"],
  controls: [],
  blindSpots:
    "It is told and not undone: registered anew by a machine, it would have an ARN that its application does not know.",
  of: kinesisStream,
  needs: ["consumers"],
  several: true,
  causes: {
    DeregisterStreamConsumer: ({ consumerName, consumerARN }, _, found) =>
      consumerName === found || (typeof consumerARN === "string" && consumerARN.includes(`/consumer/${found}:`)),
  },
  judge: ({ consumers }, { registeredConsumers = [] }) =>
    registeredConsumers
      .filter((name) => consumers.every((consumer) => consumer.name !== name))
      .map((name) => ({ evidence: `The consumer ${name} is not registered any more.`, found: name })),
  playbook: () => [],
});

import { step } from "../../actions/action.ts";
import { deregisterStreamConsumer } from "../../actions/kinesis/deregister-stream-consumer.ts";
import type { StreamBaseline, StreamState } from "../../resources/kinesis/state.ts";
import { kinesisStream } from "../../resources/kinesis-stream.ts";
import { drift } from "../detection.ts";

const unknownIn = ({ consumers }: StreamState, { registeredConsumers: known }: StreamBaseline) =>
  known === undefined ? [] : consumers.filter(({ name }) => !known.includes(name));

export const streamConsumerRegistered = drift({
  id: "stream-consumer-registered",
  title: "An unknown consumer was registered",
  why: "An enhanced fan-out consumer has throughput of its own: it reads the whole stream, and nobody else becomes slower by it.",
  severity: "High",
  attack: ["T1530", "T1119"],
  controls: [],
  blindSpots: "What it has read until it is gone is read. Readers that share the stream's throughput register nowhere.",
  of: kinesisStream,
  needs: ["consumers"],
  several: true,
  causes: { RegisterStreamConsumer: ({ consumerName }, _, found) => consumerName === found },
  judge: (state, baseline) =>
    unknownIn(state, baseline).map(({ name }) => ({
      evidence: `The consumer ${name} is registered; lockkeeper.yml does not know it.`,
      found: name,
    })),
  playbook: (state, baseline, found) =>
    unknownIn(state, baseline)
      .filter(({ name }) => found.includes(name))
      .map(({ name }) => step(deregisterStreamConsumer, { stream: state.arn, consumer: name })),
});

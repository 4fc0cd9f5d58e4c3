import { setTimeout as sleep } from "node:timers/promises";
import {
  DeregisterStreamConsumerCommand,
  ListStreamConsumersCommand,
  RegisterStreamConsumerCommand,
} from "@aws-sdk/client-kinesis";
import { kinesisOf, type Scene } from "./scene.ts";

/** The names of the stream's consumers, without those on their way out; waits for those on their way in. */
export const consumersOf = async (scene: Scene): Promise<readonly string[]> => {
  for (;;) {
    const { Consumers = [] } = await kinesisOf(scene).send(
      new ListStreamConsumersCommand({ StreamARN: scene.stream.arn }),
    );
    if (Consumers.every(({ ConsumerStatus }) => ConsumerStatus === "ACTIVE"))
      return Consumers.map(({ ConsumerName = "" }) => ConsumerName).sort();
    await sleep(100);
  }
};

/** Has just these consumers registered, as the operator. */
export const haveConsumers = async (scene: Scene, names: readonly string[]): Promise<void> => {
  const kinesis = kinesisOf(scene);
  const StreamARN = scene.stream.arn;
  const are = await consumersOf(scene);
  for (const ConsumerName of are.filter((name) => !names.includes(name)))
    await kinesis.send(new DeregisterStreamConsumerCommand({ StreamARN, ConsumerName }));
  for (const ConsumerName of names.filter((name) => !are.includes(name)))
    await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName }));
  await consumersOf(scene);
};

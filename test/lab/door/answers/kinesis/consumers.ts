import { renderOutput } from "../../reply/output.ts";
import { tagsOf, textOf } from "../../values.ts";
import type { KinesisOptions, Operations, Request } from "./operation.ts";
import { pageOf } from "./page.ts";
import { type Consumer, phaseOf } from "./state.ts";
import { accountOf, inUse, limitExceeded, nameOf, notFound, readStream } from "./stream.ts";

/** Source: Kinesis API Reference, RegisterStreamConsumer: so many for each stream, and so many that are CREATING. */
const quota = { all: 20, creating: 5 };

/** moto's consumers have no time of creation in their ARN, are never CREATING, and stay when their name is deregistered. */
export const consumers = ({ moto, state, updatingMs }: KinesisOptions): Operations => {
  const found = ({ input, account }: Request): Consumer => {
    const { ConsumerARN, ConsumerName, StreamARN } = input;
    const one = state
      .consumers(textOf(StreamARN))
      .find(({ arn, name }) => arn === ConsumerARN || (ConsumerARN === undefined && name === ConsumerName));
    if (!one) throw notFound(`Consumer ${String(ConsumerARN ?? ConsumerName)}, account ${account} not found.`);
    return one;
  };
  return {
    RegisterStreamConsumer: {
      before: async ({ call, input, arn }) => {
        await readStream(moto, arn);
        const name = String(input.ConsumerName);
        const others = state.consumers(arn);
        if (others.some((other) => other.name === name))
          throw inUse(`Consumer ${name} under stream ${arn} already exists for account ${accountOf(arn)}.`);
        const creating = others.filter((other) => phaseOf(other) === "CREATING");
        if (others.length >= quota.all || creating.length >= quota.creating)
          throw limitExceeded(`Stream ${nameOf(arn)} under account ${accountOf(arn)} has too many consumers.`);
        const createdAt = new Date(Math.floor(call.time.getTime() / 1000) * 1000);
        const consumer: Consumer = {
          name,
          arn: `${arn}/consumer/${name}:${createdAt.getTime() / 1000}`,
          streamArn: arn,
          createdAt,
          activeFrom: Date.now() + updatingMs,
          goneFrom: undefined,
        };
        state.add(consumer);
        if (input.Tags) state.tags.set(consumer.arn, tagsOf(input.Tags));
        return renderOutput(call, { Consumer: { ...shown(consumer), ConsumerStatus: "CREATING" } });
      },
    },
    DeregisterStreamConsumer: {
      before: (request) => {
        found(request).goneFrom ??= Date.now() + updatingMs;
        return renderOutput(request.call, {});
      },
    },
    DescribeStreamConsumer: {
      before: (request) => {
        const consumer = found(request);
        return renderOutput(request.call, {
          ConsumerDescription: { ...shown(consumer), StreamARN: consumer.streamArn },
        });
      },
    },
    ListStreamConsumers: {
      before: async ({ call, input, arn }) => {
        await readStream(moto, arn);
        const { items, next } = pageOf(state.consumers(arn), input);
        return renderOutput(call, { Consumers: items.map(shown), ...next });
      },
    },
  };
};

const shown = (consumer: Consumer) => ({
  ConsumerName: consumer.name,
  ConsumerARN: consumer.arn,
  ConsumerStatus: phaseOf(consumer),
  ConsumerCreationTimestamp: consumer.createdAt,
});

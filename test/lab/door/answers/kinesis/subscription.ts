import { randomUUID } from "node:crypto";
import type { Reply } from "../../types.ts";
import { fieldsOf, listOf } from "../../values.ts";
import { encodeEvents } from "./event-stream.ts";
import type { KinesisOptions, Operations, Request } from "./operation.ts";
import { phaseOf } from "./state.ts";
import { inUse, notFound } from "./stream.ts";

/**
 * SubscribeToShard over HTTP/1.1: the records that there are, in one event, and the end. AWS goes on for five minutes.
 * Source: Kinesis API Reference, SubscribeToShardEventStream.
 */
export const subscription = ({ moto, state }: KinesisOptions): Operations => {
  const read = async ({ call, input }: Request, StreamARN: string) => {
    const { Type, SequenceNumber, Timestamp } = fieldsOf(input.StartingPosition);
    const at = {
      StreamARN,
      ShardId: input.ShardId,
      ShardIteratorType: Type,
      StartingSequenceNumber: SequenceNumber,
      Timestamp: Timestamp instanceof Date ? Timestamp.getTime() / 1000 : undefined,
    };
    const iterator = await moto.call("kinesis", "GetShardIterator", at, call.region);
    if (!iterator.ok) throw notFound(iterator.message);
    const from = { StreamARN, ShardIterator: iterator.output.ShardIterator };
    const got = await moto.call("kinesis", "GetRecords", from, call.region);
    return listOf(got.ok ? got.output.Records : []);
  };
  return {
    SubscribeToShard: {
      before: async (request): Promise<Reply> => {
        const { arn, account } = request;
        const consumer = state.consumers().find((one) => one.arn === arn);
        if (!consumer) throw notFound(`Consumer ${arn}, account ${account} not found.`);
        if (phaseOf(consumer) !== "ACTIVE") throw inUse(`Consumer ${arn} is not ACTIVE, instead ${phaseOf(consumer)}.`);
        const records = await read(request, consumer.streamArn);
        const event = {
          Records: records.map((record) => ({
            ...record,
            Data: Buffer.isBuffer(record.Data) ? record.Data.toString("base64") : "",
            ApproximateArrivalTimestamp:
              record.ApproximateArrivalTimestamp instanceof Date
                ? record.ApproximateArrivalTimestamp.getTime() / 1000
                : undefined,
          })),
          ContinuationSequenceNumber: records.at(-1)?.SequenceNumber ?? "0",
          MillisBehindLatest: 0,
        };
        return {
          status: 200,
          headers: { "content-type": "application/vnd.amazon.eventstream", "x-amz-id-2": randomUUID() },
          body: encodeEvents([
            ["initial-response", {}],
            ["SubscribeToShardEvent", event],
          ]),
        };
      },
    },
  };
};

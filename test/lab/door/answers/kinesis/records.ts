import { renderOutput } from "../../reply/output.ts";
import { ServiceError } from "../../types.ts";
import { type Fields, listOf } from "../../values.ts";
import type { KinesisOptions, Operations } from "./operation.ts";
import type { KinesisState } from "./state.ts";
import { invalid, isOnDemand, nameOf, readStream } from "./stream.ts";

/** What records may be like. Source: Kinesis API Reference, UpdateMaxRecordSize, UpdateStreamRecordDistributionStrategy. */
export const records = ({ moto, state }: KinesisOptions): Operations => ({
  PutRecord: { before: ({ input, arn }) => requireKeys([input], state, arn) },
  PutRecords: { before: ({ input, arn }) => requireKeys(listOf(input.Records), state, arn) },
  UpdateMaxRecordSize: {
    before: async ({ call, input, arn }) => {
      await readStream(moto, arn);
      state.stream(arn).maxRecordSizeInKiB = Number(input.MaxRecordSizeInKiB);
      return renderOutput(call, {});
    },
  },
  UpdateStreamRecordDistributionStrategy: {
    before: async ({ call, input, arn, account }) => {
      if (!isOnDemand(await readStream(moto, arn)))
        throw invalid(`Stream ${nameOf(arn)} under account ${account} is not in On-Demand mode.`);
      state.stream(arn).distribution = String(input.RecordDistributionStrategy);
      return renderOutput(call, {});
    },
  },
});

/** Only AUTO distribution does without partition keys. */
const requireKeys = (entries: readonly Fields[], state: KinesisState, arn: string): undefined => {
  if (state.stream(arn).distribution === "AUTO" || entries.every(({ PartitionKey }) => PartitionKey !== undefined))
    return;
  const says = "Value null at 'partitionKey' failed to satisfy constraint: Member must not be null";
  throw new ServiceError("ValidationException", `1 validation error detected: ${says}`);
};

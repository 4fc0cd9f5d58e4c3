import { renderOutput } from "../../reply/output.ts";
import type { KinesisOptions, Operations } from "./operation.ts";
import { invalid, isOnDemand, nameOf, readStream } from "./stream.ts";

/** What records may be like. Source: Kinesis API Reference, UpdateMaxRecordSize, UpdateStreamRecordDistributionStrategy. */
export const records = ({ moto, state }: KinesisOptions): Operations => ({
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

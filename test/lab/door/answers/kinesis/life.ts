import { renderOutput } from "../../reply/output.ts";
import { fieldsOf, tagsOf } from "../../values.ts";
import { warmedTo } from "./capacity.ts";
import type { KinesisOptions, Operations } from "./operation.ts";
import { accountOf, inUse, invalid, nameOf, readStream } from "./stream.ts";

/** How streams begin and end. Source: Kinesis API Reference, CreateStream, DeleteStream. */
export const life = ({ moto, state, remembered, updatingMs }: KinesisOptions): Operations => {
  const end = async (arn: string) => {
    await moto.call("kinesis", "DeleteStream", { StreamARN: arn }, arn.split(":")[3]);
    state.forget(arn);
    remembered.forget("kinesis");
  };
  return {
    CreateStream: {
      before: ({ input }) => {
        const isOnDemand = fieldsOf(input.StreamModeDetails).StreamMode === "ON_DEMAND";
        if (input.RecordDistributionStrategy === "AUTO" && !isOnDemand)
          throw invalid("The record distribution strategy AUTO is only for streams in On-Demand mode.");
        return undefined;
      },
      // moto keeps the name, the mode and the number of shards.
      after: async ({ call, input, arn }) => {
        state.forget(arn);
        const stream = state.stream(arn);
        if (typeof input.MaxRecordSizeInKiB === "number") stream.maxRecordSizeInKiB = input.MaxRecordSizeInKiB;
        if (typeof input.RecordDistributionStrategy === "string")
          stream.distribution = input.RecordDistributionStrategy;
        stream.warmThroughput = warmedTo(input.WarmThroughputMiBps);
        const Tags = tagsOf(input.Tags);
        if (Object.keys(Tags).length > 0)
          await moto.call("kinesis", "AddTagsToStream", { StreamARN: arn, Tags }, call.region);
        return undefined;
      },
    },
    DeleteStream: {
      before: async ({ call, input, arn }) => {
        await readStream(moto, arn);
        const stream = `Stream ${nameOf(arn)} under account ${accountOf(arn)}`;
        if (input.EnforceConsumerDeletion !== true && state.consumers(arn).length > 0)
          throw inUse(
            `${stream} has enhanced fan-out consumers registered. Deregister them, or set EnforceConsumerDeletion.`,
          );
        if (state.channels(arn).length > 0) throw inUse(`${stream} has channels. Delete them first.`);
        if (updatingMs === 0) await end(arn);
        else {
          state.stream(arn).isDeleting = true;
          // The lab may have ended by then.
          setTimeout(() => void end(arn).catch(() => {}), updatingMs).unref();
        }
        return renderOutput(call, {});
      },
    },
  };
};

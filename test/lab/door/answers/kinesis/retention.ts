import type { KinesisOptions, Operations, Request } from "./operation.ts";
import { invalid, nameOf, readStream } from "./stream.ts";

/** moto knows the bounds, but names the stream `None` when it was called by ARN. */
export const retention = ({ moto }: KinesisOptions): Operations => {
  const read = async ({ input, arn }: Request) => ({
    wanted: Number(input.RetentionPeriodHours),
    now: Number((await readStream(moto, arn)).RetentionPeriodHours),
    words: `Requested retention period (${String(input.RetentionPeriodHours)} hours)`,
  });
  return {
    IncreaseStreamRetentionPeriod: {
      before: async (request) => {
        const { wanted, now, words } = await read(request);
        if (wanted > 8760) throw invalid(`Maximum allowed retention period is 8760 hours. ${words} is too long.`);
        if (wanted < now)
          throw invalid(
            `${words} for stream ${nameOf(request.arn)} can not be shorter than existing retention period (${now} hours). Use DecreaseRetentionPeriod API.`,
          );
        return undefined;
      },
    },
    DecreaseStreamRetentionPeriod: {
      before: async (request) => {
        const { wanted, now, words } = await read(request);
        if (wanted < 24) throw invalid(`Minimum allowed retention period is 24 hours. ${words} is too short.`);
        if (wanted > now)
          throw invalid(
            `${words} for stream ${nameOf(request.arn)} can not be longer than existing retention period (${now} hours). Use IncreaseRetentionPeriod API.`,
          );
        return undefined;
      },
    },
  };
};

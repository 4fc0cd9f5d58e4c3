import { renderOutput } from "../../reply/output.ts";
import { type Fields, listOf, textsOf } from "../../values.ts";
import type { KinesisOptions, Operations, Request } from "./operation.ts";
import { nameOf, readStream } from "./stream.ts";

/** Source: Kinesis API Reference, EnhancedMetrics. */
const metrics = [
  "IncomingBytes",
  "IncomingRecords",
  "OutgoingBytes",
  "OutgoingRecords",
  "WriteProvisionedThroughputExceeded",
  "ReadProvisionedThroughputExceeded",
  "IteratorAgeMilliseconds",
];

const listed = (given: readonly string[]) =>
  given.includes("ALL") ? metrics : metrics.filter((metric) => given.includes(metric));

/** Enhanced monitoring in one order: moto lists the metrics in any. */
export const inOrder = (monitoring: unknown): readonly Fields[] =>
  listOf(monitoring).map(({ ShardLevelMetrics }) => ({ ShardLevelMetrics: listed(textsOf(ShardLevelMetrics)) }));

/** ALL stands for every metric; moto takes it for a metric of that name. */
export const monitoring = ({ moto }: KinesisOptions): Operations => {
  const change = async (
    { call, input, arn }: Request,
    desiredOf: (current: readonly string[], given: readonly string[]) => readonly string[],
  ) => {
    const [enhanced] = inOrder((await readStream(moto, arn)).EnhancedMonitoring);
    const current = textsOf(enhanced?.ShardLevelMetrics);
    const given = listed(textsOf(input.ShardLevelMetrics));
    await moto.call("kinesis", call.operation, { StreamARN: arn, ShardLevelMetrics: given }, call.region);
    return renderOutput(call, {
      StreamName: nameOf(arn),
      CurrentShardLevelMetrics: current,
      DesiredShardLevelMetrics: desiredOf(current, given),
      StreamARN: arn,
    });
  };
  return {
    EnableEnhancedMonitoring: {
      before: (request) => change(request, (current, given) => listed([...current, ...given])),
    },
    DisableEnhancedMonitoring: {
      before: (request) => change(request, (current, given) => current.filter((metric) => !given.includes(metric))),
    },
  };
};

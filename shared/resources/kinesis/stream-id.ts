import { type Arn, parseArn, partitionOf } from "../arn.ts";

/** The parts of a stream's id; undefined when it is none. */
export const streamArn = (id: string): (Arn & { readonly name: string }) | undefined => {
  const arn = parseArn(id);
  const name = arn?.resource.match(/^stream\/([^/]+)$/)?.[1];
  return arn?.service === "kinesis" && name !== undefined ? { ...arn, name } : undefined;
};

/** The id of a stream from its name. */
export const streamId = (name: string, account: string, region: string): string =>
  `arn:${partitionOf(region)}:kinesis:${region}:${account}:stream/${name}`;

import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  type StreamDescriptionSummary,
  type StreamMode,
} from "@aws-sdk/client-kinesis";
import { account, type Clients } from "../example-lab.ts";

type Kinesis = Clients["kinesis"];

export const arnOf = (name: string): string => `arn:aws:kinesis:us-east-1:${account}:stream/${name}`;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Makes a stream; its ARN. */
export const newStream = async (kinesis: Kinesis, name: string, mode: StreamMode = "PROVISIONED"): Promise<string> => {
  const shards = mode === "PROVISIONED" ? { ShardCount: 1 } : {};
  await kinesis.send(new CreateStreamCommand({ StreamName: name, StreamModeDetails: { StreamMode: mode }, ...shards }));
  return arnOf(name);
};

export const summaryOf = async (kinesis: Kinesis, name: string): Promise<StreamDescriptionSummary | undefined> =>
  (await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: name }))).StreamDescriptionSummary;

/** Waits until the stream is no longer UPDATING. */
export const active = async (kinesis: Kinesis, name: string): Promise<void> => {
  while ((await summaryOf(kinesis, name))?.StreamStatus !== "ACTIVE") await pause(30);
};

import { CreateStreamCommand, DeleteStreamCommand, DescribeStreamSummaryCommand } from "@aws-sdk/client-kinesis";
import { streamId } from "../../shared/resources/kinesis/stream-id.ts";
import { account, type Clients, type ExampleLab } from "../lab/door/example-lab.ts";

/** A stream of the account's own, to try actions on. */
export interface Tried {
  readonly name: string;
  readonly arn: string;
  readonly kinesis: Clients["kinesis"];
  /** Resolves once nothing about the stream is changing any more. */
  readonly settled: () => Promise<void>;
}

export const createStream = async (
  lab: ExampleLab,
  name: string,
  size: { readonly onDemand?: boolean; readonly shards?: number } = {},
): Promise<Tried> => {
  const { kinesis } = lab.as(lab.root);
  const StreamModeDetails = { StreamMode: "ON_DEMAND" as const };
  const input = size.onDemand ? { StreamModeDetails } : { ShardCount: size.shards ?? 1 };
  await kinesis.send(new CreateStreamCommand({ StreamName: name, ...input }));
  const settled = async () => {
    for (;;) {
      const { StreamDescriptionSummary: is } = await kinesis.send(
        new DescribeStreamSummaryCommand({ StreamName: name }),
      );
      if (is?.StreamStatus === "ACTIVE") return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return { name, arn: streamId(name, account, "us-east-1"), kinesis, settled };
};

export const removeStream = async (lab: ExampleLab, { stream }: { readonly stream: string }): Promise<void> => {
  await lab.as(lab.root).kinesis.send(new DeleteStreamCommand({ StreamARN: stream, EnforceConsumerDeletion: true }));
};

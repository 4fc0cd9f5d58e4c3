import { UpdateMaxRecordSizeCommand, UpdateShardCountCommand } from "@aws-sdk/client-kinesis";
import { restoreStreamCapacity } from "../../shared/actions/kinesis/restore-stream-capacity.ts";
import type { ExampleLab } from "../lab/door/example-lab.ts";
import { createStream, removeStream } from "./kinesis-stream.ts";
import { obeysTheLaws } from "./laws.ts";

type Params = NonNullable<Parameters<typeof restoreStreamCapacity.plan>[0]>;

obeysTheLaws<Params>(
  restoreStreamCapacity,
  [
    {
      name: "a stream with four times as many shards, which takes two steps, and is UPDATING",
      prepare: async (lab: ExampleLab, name: string): Promise<Params> => {
        const { arn, kinesis, settled } = await createStream(lab, name, { shards: 2 });
        for (const TargetShardCount of [4, 8]) {
          await settled();
          const input = { StreamARN: arn, TargetShardCount, ScalingType: "UNIFORM_SCALING" } as const;
          await kinesis.send(new UpdateShardCountCommand(input));
        }
        return { stream: arn, capacity: { shards: 2 } };
      },
    },
    {
      name: "a stream of the other mode and with larger records",
      prepare: async (lab: ExampleLab, name: string): Promise<Params> => {
        const { arn, kinesis, settled } = await createStream(lab, name);
        await kinesis.send(new UpdateMaxRecordSizeCommand({ StreamARN: arn, MaxRecordSizeInKiB: 10_240 }));
        await settled();
        return { stream: arn, capacity: { mode: "ON_DEMAND", maxRecordSizeInKiB: 1024 } };
      },
    },
  ].map((one) => ({ ...one, remove: removeStream })),
);

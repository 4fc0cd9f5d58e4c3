import { DecreaseStreamRetentionPeriodCommand, IncreaseStreamRetentionPeriodCommand } from "@aws-sdk/client-kinesis";
import { raiseStreamRetention } from "../../shared/actions/kinesis/raise-stream-retention.ts";
import type { ExampleLab } from "../lab/door/example-lab.ts";
import { createStream, removeStream } from "./kinesis-stream.ts";
import { obeysTheLaws } from "./laws.ts";

const kept = async (lab: ExampleLab, name: string, RetentionPeriodHours: number) => {
  const stream = await createStream(lab, name);
  const input = { StreamName: name, RetentionPeriodHours };
  await stream.kinesis.send(new IncreaseStreamRetentionPeriodCommand(input));
  await stream.settled();
  return stream;
};

obeysTheLaws(
  raiseStreamRetention,
  [
    {
      name: "a stream that keeps its records for a day only",
      prepare: async (lab: ExampleLab, name: string) => ({ stream: (await createStream(lab, name)).arn, hours: 168 }),
    },
    {
      name: "a stream whose retention was reduced a moment ago, and that is still UPDATING",
      prepare: async (lab: ExampleLab, name: string) => {
        const { arn, kinesis } = await kept(lab, name, 168);
        await kinesis.send(new DecreaseStreamRetentionPeriodCommand({ StreamARN: arn, RetentionPeriodHours: 48 }));
        return { stream: arn, hours: 168 };
      },
    },
  ].map((one) => ({ ...one, remove: removeStream })),
);

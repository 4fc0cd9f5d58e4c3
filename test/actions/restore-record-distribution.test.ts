import { UpdateStreamRecordDistributionStrategyCommand } from "@aws-sdk/client-kinesis";
import { restoreRecordDistribution } from "../../shared/actions/kinesis/restore-record-distribution.ts";
import type { ExampleLab } from "../lab/door/example-lab.ts";
import { createStream, removeStream } from "./kinesis-stream.ts";
import { obeysTheLaws } from "./laws.ts";

const distributedBy =
  (RecordDistributionStrategy: "AUTO" | "USER_PARTITION_KEY") => async (lab: ExampleLab, name: string) => {
    const { arn, kinesis } = await createStream(lab, name, { onDemand: true });
    const input = { StreamARN: arn, RecordDistributionStrategy };
    // Not waited for: the action has to.
    await kinesis.send(new UpdateStreamRecordDistributionStrategyCommand(input));
    const strategy = RecordDistributionStrategy === "AUTO" ? ("USER_PARTITION_KEY" as const) : ("AUTO" as const);
    return { stream: arn, strategy };
  };

obeysTheLaws(
  restoreRecordDistribution,
  [
    { name: "a stream that gave up the order of its records", prepare: distributedBy("AUTO") },
    { name: "a stream that should not keep to partition keys", prepare: distributedBy("USER_PARTITION_KEY") },
  ].map((one) => ({ ...one, remove: removeStream })),
);

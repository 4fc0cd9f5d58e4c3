import { step } from "../../actions/action.ts";
import { restoreRecordDistribution } from "../../actions/kinesis/restore-record-distribution.ts";
import { kinesisStream } from "../../resources/kinesis-stream.ts";
import { drift } from "../detection.ts";

export const streamRecordOrderLost = drift({
  id: "stream-record-order-lost",
  title: "The stream distributes its records in another way",
  why: "With AUTO, Kinesis takes no heed of partition keys: records of one key come out of order, without any error, and whoever builds on their order computes something else.",
  severity: "High",
  attack: ["T1565"],
  controls: [],
  blindSpots: "Records written in between stay where they are; whether their order mattered is not known.",
  of: kinesisStream,
  causes: {
    UpdateStreamRecordDistributionStrategy: ({ recordDistributionStrategy }, { recordDistribution }) =>
      recordDistributionStrategy === recordDistribution,
  },
  judge: ({ recordDistribution: is }, { recordDistribution: wanted }) =>
    // Streams that are not on demand have none.
    wanted === undefined || is === undefined || is === wanted
      ? []
      : [{ evidence: `The stream distributes its records by ${is}; it should by ${wanted}.`, found: is }],
  playbook: ({ arn }, { recordDistribution: strategy }) =>
    strategy ? [step(restoreRecordDistribution, { stream: arn, strategy })] : [],
});

import { kinesisStream } from "../../resources/kinesis-stream.ts";
import { drift } from "../detection.ts";

export const streamRetentionExtended = drift({
  id: "stream-retention-extended",
  title: "The stream's retention was extended",
  why: "The longer a stream keeps its records, the more there is to read for somebody who gets in later; and extended retention is charged by the hour.",
  severity: "Low",
  attack: ["T1530"],
  controls: [],
  blindSpots: "It is only told: taking the extension back would destroy records that somebody may count on by then.",
  of: kinesisStream,
  evicts: false,
  causes: {
    IncreaseStreamRetentionPeriod: ({ retentionPeriodHours }, { retentionHours }) =>
      retentionPeriodHours === retentionHours,
  },
  judge: ({ retentionHours: is }, { retentionHours: wanted }) =>
    wanted === undefined || is <= wanted
      ? []
      : [{ evidence: `The stream keeps records for ${is} hours; it should for ${wanted}.`, found: `${is} hours` }],
  playbook: () => [],
});

import { step } from "../../actions/action.ts";
import { raiseStreamRetention } from "../../actions/kinesis/raise-stream-retention.ts";
import { kinesisStream } from "../../resources/kinesis-stream.ts";
import { drift } from "../detection.ts";

export const streamRetentionReduced = drift({
  id: "stream-retention-reduced",
  title: "The stream's retention was reduced",
  why: "Records past the new limit are gone at once: consumers that lag lose them, and so does whoever wants to find out what happened.",
  severity: "Medium",
  attack: ["T1485", "T1070"],
  controls: ["Kinesis.3"],
  blindSpots: "What expired in between is lost and nobody knows which records those were.",
  of: kinesisStream,
  causes: {
    DecreaseStreamRetentionPeriod: ({ retentionPeriodHours }, { retentionHours }) =>
      retentionPeriodHours === retentionHours,
  },
  judge: ({ retentionHours: is }, { retentionHours: wanted }) =>
    wanted === undefined || is >= wanted
      ? []
      : [{ evidence: `The stream keeps records for ${is} hours; it should for ${wanted}.`, found: `${is} hours` }],
  playbook: ({ arn }, { retentionHours }) =>
    retentionHours === undefined ? [] : [step(raiseStreamRetention, { stream: arn, hours: retentionHours })],
});

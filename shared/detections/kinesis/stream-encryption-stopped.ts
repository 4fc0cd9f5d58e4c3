import { step } from "../../actions/action.ts";
import { restoreStreamEncryption } from "../../actions/kinesis/restore-stream-encryption.ts";
import { kinesisStream } from "../../resources/kinesis-stream.ts";
import { drift } from "../detection.ts";

export const streamEncryptionStopped = drift({
  id: "stream-encryption-stopped",
  title: "Encryption of the stream was stopped",
  why: "From then on every record is stored in clear, readable without any right to the key.",
  severity: "High",
  attack: ["T1562.001"],
  controls: ["Kinesis.1"],
  blindSpots:
    "Records written between the stop and the restore stay in clear until they expire. A stop that was made good again before its event arrived leaves no trace here.",
  of: kinesisStream,
  needs: ["key"],
  causes: { StopStreamEncryption: () => true },
  judge: (state, { encryption }) => {
    if (!encryption || state.key) return [];
    const lost = encryption.key ? "" : ", a name that stands for no key any more";
    return [{ evidence: `The stream is not encrypted; it should be, with ${encryption.name}${lost}.`, found: "NONE" }];
  },
  playbook: ({ arn }, { encryption }) =>
    encryption?.key ? [step(restoreStreamEncryption, { stream: arn, key: encryption.key })] : [],
});

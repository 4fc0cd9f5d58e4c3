import { step } from "../../actions/action.ts";
import { restoreStreamEncryption } from "../../actions/kinesis/restore-stream-encryption.ts";
import { kinesisStream } from "../../resources/kinesis-stream.ts";
import { drift } from "../detection.ts";

export const streamEncryptedWithOtherKey = drift({
  id: "stream-encrypted-with-other-key",
  title: "The stream was encrypted with another key",
  why: "Whoever holds the key decides who can read and write: a foreign key locks producers and consumers out, and holds the records to ransom.",
  severity: "High",
  attack: ["T1486"],
  controls: ["Kinesis.1"],
  blindSpots:
    "A key declared by its alias is whatever key the alias points to at the moment: moving the alias is not seen here. Declare the key's ARN to be sure.",
  of: kinesisStream,
  causes: ["StartStreamEncryption"],
  judge: (state, { key }) => {
    if (!key || !state.key || state.key.arn === key.arn) return undefined;
    const foreign = state.key.account !== state.account;
    const whose = foreign ? `, which belongs to account ${state.key.account}` : "";
    return {
      evidence: `The stream is encrypted with ${state.key.name}${whose}; it should be with ${key.name}.`,
      severity: foreign && key.account !== state.key.account ? "Critical" : "High",
    };
  },
  playbook: ({ arn }, { key }) => (key ? [step(restoreStreamEncryption, { stream: arn, key })] : []),
});

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
  needs: ["key"],
  // Kinesis shows a key by the name that it was given, so the call that set this key named it in the same way.
  causes: { StartStreamEncryption: ({ keyId }, { key }) => keyId === key?.name },
  judge: (state, { encryption }) => {
    if (!encryption || !state.key) return [];
    if (!encryption.key)
      return [
        {
          evidence: `The stream is encrypted with ${state.key.name}; it should be with ${encryption.name}, a name that stands for no key any more.`,
          found: state.key.arn,
        },
      ];
    if (state.key.arn === encryption.key.arn) return [];
    const foreign = state.key.account !== state.account;
    const whose = foreign ? `, which belongs to account ${state.key.account}` : "";
    return [
      {
        evidence: `The stream is encrypted with ${state.key.name}${whose}; it should be with ${encryption.name}.`,
        found: state.key.arn,
        severity: foreign && encryption.key.account !== state.key.account ? "Critical" : "High",
      },
    ];
  },
  playbook: ({ arn }, { encryption }) =>
    encryption?.key ? [step(restoreStreamEncryption, { stream: arn, key: encryption.key })] : [],
});

import type { AttackResult } from "../result.ts";

const account = "123456789012";
export const stream = `arn:aws:kinesis:eu-central-1:${account}:stream/orders`;
/** The ARN of a user's access key. */
export const userKey = (user: string, key: string) => `arn:aws:iam::${account}:user/${user}/access-key/${key}`;

const email = (title: string, evidence: string, what: string, key: string, known: string): string =>
  `High: ${title} (orders). Contained and restored.

What     ${title}. ${evidence}
Where    ${stream}
When     2026-10-03T14:22:09Z, kinesis:${what}, event 7b6f2c1e-0f3d-4a0e-9b55-2f1d6f3a9c11
Who      deploy-orders (access key, key ${key}), from 192.0.2.44, aws-cli/2.31.4
Known as ATT&CK v18 ${known}; Security Hub Kinesis.1

What was done
  Deactivate the access key: done, and seen to be so
      deactivate-access-key on ${userKey("deploy-orders", key)}
      Sessions made from the key before (GetSessionToken, up to 36 hours) are not ended by this.
  Encrypt the stream with its own key again: done, and seen to be so
      restore-stream-encryption on ${stream}
      Records written in between stay as they were written: in clear, or under the other key.

What to do next
  Find out how the credential was lost, and what else it was used for.

Incident 5d0c2f7a9e4b, opened 2026-10-03T14:22:09.611Z, account ${account}, eu-central-1
`;

export const done = "done, and seen to be so";

/** Everything held, and was undone afterwards. */
export const stopEncryption: AttackResult = {
  id: "stop-encryption",
  holds: true,
  detections: ["stream-encryption-stopped"],
  outcomes: [
    {
      action: "deactivate-access-key",
      type: "verified",
      resource: userKey("deploy-orders", "AKIAIOSFODNN7EXAMPLE"),
      said: done,
    },
    { action: "restore-stream-encryption", type: "verified", resource: stream, said: done },
  ],
  contained: true,
  restored: true,
  undone: true,
  looped: false,
  messages: 1,
  ms: { contained: 1730, restored: 4210 },
  title: "Encryption of a stream is stopped with a leaked key",
  story:
    "The access key of a deployment user was pushed to a public repository. Whoever found it stops encryption on the stream, so that the next records can be read by anybody who gets at the storage, with no right to the key.",
  attack: ["T1078.004", "T1562.001"],
  checks: [
    { what: "the attacker's next call is refused", held: true },
    { what: "the stream is encrypted with its own key again", held: true },
    { what: "the leaked key is inactive, and still there", held: true },
    { what: "undoing every step brings back what the attacker had left", held: true },
    { what: "nothing was answered that Lockkeeper did itself", held: true },
  ],
  timeline: [
    {
      ms: 0,
      who: "attacker",
      what: "kinesis:StopStreamEncryption on orders, with AKIAIOSFODNN7EXAMPLE from 192.0.2.44",
    },
    {
      ms: 412,
      who: "lockkeeper",
      what: "stream-encryption-stopped: the stream is not encrypted; it should be, with alias/orders",
    },
    { ms: 1180, who: "lockkeeper", what: "iam:UpdateAccessKey: AKIAIOSFODNN7EXAMPLE is Inactive" },
    { ms: 1240, who: "lockkeeper", what: "kinesis:StartStreamEncryption on orders with alias/orders" },
    { ms: 1730, who: "attacker", what: "kinesis:DescribeStreamSummary refused: UnrecognizedClientException" },
    { ms: 4210, who: "lockkeeper", what: "orders is encrypted with alias/orders again" },
    { ms: 4890, who: "on-call", what: "e-mail and SMS received" },
    { ms: 39_300, who: "operator", what: "asks to undo both steps" },
    { ms: 42_650, who: "lockkeeper", what: "undone: AKIAIOSFODNN7EXAMPLE is Active, orders is not encrypted" },
  ],
  message: {
    subject: "[Lockkeeper] High: Encryption of the stream was stopped (orders), contained and restored",
    email: email(
      "Encryption of the stream was stopped",
      "The stream is not encrypted; it should be, with alias/orders.",
      "StopStreamEncryption",
      "AKIAIOSFODNN7EXAMPLE",
      "T1562.001",
    ),
    sms: "Lockkeeper High: Encryption of the stream was stopped (orders), contained and restored. Incident 5d0c2f7a",
  },
};

const title = "The stream was encrypted with another key";
/** The same, faster. */
export const swapEncryptionKey: AttackResult = {
  ...stopEncryption,
  id: "swap-encryption-key",
  detections: ["stream-encrypted-with-other-key"],
  outcomes: [
    {
      action: "deactivate-access-key",
      type: "verified",
      resource: userKey("deploy-orders-blue", "AKIAI44QH8DHBEXAMPLE"),
      said: done,
    },
    { action: "restore-stream-encryption", type: "verified", resource: stream, said: done },
  ],
  ms: { contained: 640, restored: 905 },
  title: "A stream is encrypted with the attacker's own key",
  story:
    "With a leaked key the attacker makes a KMS key, encrypts the stream with it and can then withdraw it: producers and consumers are locked out, and the records are held to ransom. Encryption is never off, so a check for that sees nothing.",
  attack: ["T1078.004", "T1486"],
  timeline: [
    {
      ms: 0,
      who: "attacker",
      what: "kinesis:StartStreamEncryption on orders with a key of their own, with AKIAI44QH8DHBEXAMPLE from 192.0.2.61",
    },
    { ms: 388, who: "lockkeeper", what: "stream-encrypted-with-other-key: it should be encrypted with alias/orders" },
    { ms: 601, who: "lockkeeper", what: "iam:UpdateAccessKey: AKIAI44QH8DHBEXAMPLE is Inactive" },
    { ms: 612, who: "lockkeeper", what: "kinesis:StartStreamEncryption on orders with alias/orders" },
    { ms: 640, who: "attacker", what: "kinesis:DescribeStreamSummary refused: UnrecognizedClientException" },
    { ms: 905, who: "lockkeeper", what: "orders is encrypted with alias/orders again" },
    { ms: 970, who: "on-call", what: "e-mail and SMS received" },
  ],
  message: {
    subject: `[Lockkeeper] High: ${title} (orders), contained and restored`,
    email: email(
      title,
      "The stream is encrypted with 0f9e8d7c; it should be with alias/orders.",
      "StartStreamEncryption",
      "AKIAI44QH8DHBEXAMPLE",
      "T1486",
    ),
    sms: `Lockkeeper High: ${title} (orders), contained and restored. Incident 81c4aa02`,
  },
};

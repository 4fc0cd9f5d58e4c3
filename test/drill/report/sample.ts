import type { AttackResult, DrillResult } from "../result.ts";

const account = "123456789012";
const stream = `arn:aws:kinesis:eu-central-1:${account}:stream/orders`;
const userKey = (user: string, key: string) => `arn:aws:iam::${account}:user/${user}/access-key/${key}`;

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

const done = "done, and seen to be so";

const stopEncryption: AttackResult = {
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
const swapEncryptionKey: AttackResult = {
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

/** The defence did not hold: the attacker went on, and one step failed. */
const sessionOutlivesKey: AttackResult = {
  ...stopEncryption,
  id: "session-outlives-key",
  holds: false,
  outcomes: [
    {
      action: "deactivate-access-key",
      type: "verified",
      resource: userKey("deploy-orders", "AKIAIOSFODNN7EXAMPLE"),
      said: done,
    },
    {
      action: "restore-stream-encryption",
      type: "failed",
      resource: stream,
      said: "LimitExceededException: 25 encryption starts in 24 hours are used up for stream orders under account 123456789012.",
    },
  ],
  contained: false,
  restored: false,
  looped: true,
  messages: 3,
  ms: { contained: null, restored: null },
  title: "A session that was made from the key outlives it",
  story:
    "Before it is noticed, the attacker makes a session from the leaked key with GetSessionToken. The key is deactivated, the session goes on for up to 36 hours, and stops encryption whenever it is put back.",
  attack: ["T1078.004", "T1550.001"],
  checks: [
    {
      what: "the attacker's next call is refused",
      held: false,
      found: "kinesis:StopStreamEncryption was allowed 6.2 s after the first call",
    },
    { what: "the stream is encrypted with its own key again", held: false, found: "it is encrypted with NONE" },
    { what: "the leaked key is inactive, and still there", held: true },
  ],
  timeline: [
    ...stopEncryption.timeline.slice(0, 4),
    { ms: 6200, who: "attacker", what: "kinesis:StopStreamEncryption again, with ASIAIOSFODNN7EXAMPLE: allowed" },
    { ms: 6900, who: "lockkeeper", what: "restore-stream-encryption failed: LimitExceededException" },
    { ms: 7350, who: "on-call", what: "e-mail and SMS received: needs a person" },
  ],
  message: {
    subject: "[Lockkeeper] High: Encryption of the stream was stopped (orders), needs a person",
    email:
      "High: Encryption of the stream was stopped (orders). Needs a person.\n\nWhat was done\n  Deactivate the access key: done, and seen to be so\n  Encrypt the stream with its own key again: FAILED: LimitExceededException\n\nWhat to do next\n  Do by hand what was not done above.\n",
    sms: "Lockkeeper High: Encryption of the stream was stopped (orders), needs a person. Incident 9e1b77d0",
  },
};

/** Nothing was to be done, and nothing was. */
const rotationByDeployer: AttackResult = {
  id: "rotation-by-deployer",
  holds: true,
  detections: [],
  outcomes: [],
  contained: null,
  restored: null,
  undone: null,
  looped: false,
  messages: 0,
  ms: { contained: null, restored: null },
  title: "The deployment role rotates the key on schedule",
  story:
    "No attack at all: the change looks like one, but comes from the role that is declared to deploy, and leaves the stream as declared. A responder that reacts to this would be switched off within a week.",
  attack: [],
  checks: [{ what: "nothing was changed, and nobody was called", held: true }],
  timeline: [
    { ms: 0, who: "operator", what: "kinesis:StartStreamEncryption on orders with alias/orders, as deploy-pipeline" },
  ],
};

const run = {
  startedAt: "2026-10-03T14:21:31.204Z",
  seconds: 71.3,
  machine: "Node 24.21.0, Linux 6.1 x64, 2 processors",
};

/** A drill in which everything held. */
export const allHeld: DrillResult = { ...run, attacks: [stopEncryption, swapEncryptionKey, rotationByDeployer] };

/** A drill in which one attack of four got through. */
export const oneFailed: DrillResult = {
  ...run,
  attacks: [stopEncryption, swapEncryptionKey, sessionOutlivesKey, rotationByDeployer],
};

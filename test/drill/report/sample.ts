import type { AttackResult, DrillResult } from "../result.ts";
import { done, stopEncryption, stream, swapEncryptionKey, userKey } from "./sample-held.ts";

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

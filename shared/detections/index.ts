// Derived from this folder by `npm run derive`; do not edit.
import { accessKeyCreatedForAnother } from "./iam/access-key-created-for-another.ts";
import { accessKeyExposed } from "./iam/access-key-exposed.ts";
import { boundaryRemoved } from "./iam/boundary-removed.ts";
import { consoleLoginWithoutMfa } from "./iam/console-login-without-mfa.ts";
import { instanceCredentialsUsedElsewhere } from "./iam/instance-credentials-used-elsewhere.ts";
import { loginProfileCreatedForAnother } from "./iam/login-profile-created-for-another.ts";
import { mfaDeviceRemoved } from "./iam/mfa-device-removed.ts";
import { policyGrantsStreams } from "./iam/policy-grants-streams.ts";
import { policyHidden } from "./iam/policy-hidden.ts";
import { rootAccessKeyCreated } from "./iam/root-access-key-created.ts";
import { rootUsed } from "./iam/root-used.ts";
import { trustWidened } from "./iam/trust-widened.ts";
import { accountBillingCommitmentChanged } from "./kinesis/account-billing-commitment-changed.ts";
import { streamAccessProbed } from "./kinesis/stream-access-probed.ts";
import { streamCapacityChanged } from "./kinesis/stream-capacity-changed.ts";
import { streamChannelCreated } from "./kinesis/stream-channel-created.ts";
import { streamConsumerRegistered } from "./kinesis/stream-consumer-registered.ts";
import { streamConsumerRemoved } from "./kinesis/stream-consumer-removed.ts";
import { streamDeleted } from "./kinesis/stream-deleted.ts";
import { streamEncryptedWithOtherKey } from "./kinesis/stream-encrypted-with-other-key.ts";
import { streamEncryptionStopped } from "./kinesis/stream-encryption-stopped.ts";
import { streamMonitoringReduced } from "./kinesis/stream-monitoring-reduced.ts";
import { streamPolicyAdmitsStranger } from "./kinesis/stream-policy-admits-stranger.ts";
import { streamPolicyGuardRemoved } from "./kinesis/stream-policy-guard-removed.ts";
import { streamReadByStranger } from "./kinesis/stream-read-by-stranger.ts";
import { streamRecordOrderLost } from "./kinesis/stream-record-order-lost.ts";
import { streamRetentionExtended } from "./kinesis/stream-retention-extended.ts";
import { streamRetentionReduced } from "./kinesis/stream-retention-reduced.ts";
import { streamStateKeptBack } from "./kinesis/stream-state-kept-back.ts";
import { streamTagsChanged } from "./kinesis/stream-tags-changed.ts";
import { streamThrottled } from "./kinesis/stream-throttled.ts";
import { streamWrittenByStranger } from "./kinesis/stream-written-by-stranger.ts";
import { unknownStreamChange } from "./kinesis/unknown-stream-change.ts";
import { containmentUndone } from "./response/containment-undone.ts";

export const detections = [
  accessKeyCreatedForAnother,
  accessKeyExposed,
  boundaryRemoved,
  consoleLoginWithoutMfa,
  instanceCredentialsUsedElsewhere,
  loginProfileCreatedForAnother,
  mfaDeviceRemoved,
  policyGrantsStreams,
  policyHidden,
  rootAccessKeyCreated,
  rootUsed,
  trustWidened,
  accountBillingCommitmentChanged,
  streamAccessProbed,
  streamCapacityChanged,
  streamChannelCreated,
  streamConsumerRegistered,
  streamConsumerRemoved,
  streamDeleted,
  streamEncryptedWithOtherKey,
  streamEncryptionStopped,
  streamMonitoringReduced,
  streamPolicyAdmitsStranger,
  streamPolicyGuardRemoved,
  streamReadByStranger,
  streamRecordOrderLost,
  streamRetentionExtended,
  streamRetentionReduced,
  streamStateKeptBack,
  streamTagsChanged,
  streamThrottled,
  streamWrittenByStranger,
  unknownStreamChange,
  containmentUndone,
] as const;
export const drifts = [
  boundaryRemoved,
  policyGrantsStreams,
  trustWidened,
  streamCapacityChanged,
  streamChannelCreated,
  streamConsumerRegistered,
  streamConsumerRemoved,
  streamDeleted,
  streamEncryptedWithOtherKey,
  streamEncryptionStopped,
  streamMonitoringReduced,
  streamPolicyAdmitsStranger,
  streamPolicyGuardRemoved,
  streamRecordOrderLost,
  streamRetentionExtended,
  streamRetentionReduced,
  streamStateKeptBack,
  streamTagsChanged,
] as const;
export const activities = [
  accessKeyCreatedForAnother,
  accessKeyExposed,
  consoleLoginWithoutMfa,
  instanceCredentialsUsedElsewhere,
  loginProfileCreatedForAnother,
  mfaDeviceRemoved,
  policyHidden,
  rootAccessKeyCreated,
  rootUsed,
  accountBillingCommitmentChanged,
  streamAccessProbed,
  streamReadByStranger,
  streamWrittenByStranger,
  unknownStreamChange,
] as const;
export const alarms = [streamThrottled] as const;

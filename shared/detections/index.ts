// Derived from this folder by `npm run derive`; do not edit.
import { streamCapacityChanged } from "./kinesis/stream-capacity-changed.ts";
import { streamConsumerRegistered } from "./kinesis/stream-consumer-registered.ts";
import { streamConsumerRemoved } from "./kinesis/stream-consumer-removed.ts";
import { streamEncryptedWithOtherKey } from "./kinesis/stream-encrypted-with-other-key.ts";
import { streamEncryptionStopped } from "./kinesis/stream-encryption-stopped.ts";
import { streamMonitoringReduced } from "./kinesis/stream-monitoring-reduced.ts";
import { streamPolicyAdmitsStranger } from "./kinesis/stream-policy-admits-stranger.ts";
import { streamPolicyGuardRemoved } from "./kinesis/stream-policy-guard-removed.ts";
import { streamRecordOrderLost } from "./kinesis/stream-record-order-lost.ts";
import { streamRetentionExtended } from "./kinesis/stream-retention-extended.ts";
import { streamRetentionReduced } from "./kinesis/stream-retention-reduced.ts";
import { streamStateKeptBack } from "./kinesis/stream-state-kept-back.ts";
import { streamTagsChanged } from "./kinesis/stream-tags-changed.ts";
import { containmentUndone } from "./response/containment-undone.ts";

export const detections = [
  streamCapacityChanged,
  streamConsumerRegistered,
  streamConsumerRemoved,
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
  containmentUndone,
] as const;
export const drifts = [
  streamCapacityChanged,
  streamConsumerRegistered,
  streamConsumerRemoved,
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
export const activities = [] as const;

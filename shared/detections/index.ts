// Derived from this folder by `npm run derive`; do not edit.
import { streamCapacityChanged } from "./kinesis/stream-capacity-changed.ts";
import { streamEncryptedWithOtherKey } from "./kinesis/stream-encrypted-with-other-key.ts";
import { streamEncryptionStopped } from "./kinesis/stream-encryption-stopped.ts";
import { streamMonitoringReduced } from "./kinesis/stream-monitoring-reduced.ts";
import { streamRecordOrderLost } from "./kinesis/stream-record-order-lost.ts";
import { streamRetentionExtended } from "./kinesis/stream-retention-extended.ts";
import { streamRetentionReduced } from "./kinesis/stream-retention-reduced.ts";
import { streamTagsChanged } from "./kinesis/stream-tags-changed.ts";
import { containmentUndone } from "./response/containment-undone.ts";

export const detections = [
  streamCapacityChanged,
  streamEncryptedWithOtherKey,
  streamEncryptionStopped,
  streamMonitoringReduced,
  streamRecordOrderLost,
  streamRetentionExtended,
  streamRetentionReduced,
  streamTagsChanged,
  containmentUndone,
] as const;
export const drifts = [
  streamCapacityChanged,
  streamEncryptedWithOtherKey,
  streamEncryptionStopped,
  streamMonitoringReduced,
  streamRecordOrderLost,
  streamRetentionExtended,
  streamRetentionReduced,
  streamTagsChanged,
] as const;
export const activities = [] as const;

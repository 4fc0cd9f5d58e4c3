// Derived from this folder by `npm run derive`; do not edit.
import { deactivateAccessKey } from "./iam/deactivate-access-key.ts";
import { raiseStreamRetention } from "./kinesis/raise-stream-retention.ts";
import { restoreRecordDistribution } from "./kinesis/restore-record-distribution.ts";
import { restoreStreamCapacity } from "./kinesis/restore-stream-capacity.ts";
import { restoreStreamEncryption } from "./kinesis/restore-stream-encryption.ts";
import { restoreStreamMonitoring } from "./kinesis/restore-stream-monitoring.ts";
import { restoreStreamTags } from "./kinesis/restore-stream-tags.ts";

export const identityActions = [deactivateAccessKey] as const;
export const resourceActions = [
  raiseStreamRetention,
  restoreRecordDistribution,
  restoreStreamCapacity,
  restoreStreamEncryption,
  restoreStreamMonitoring,
  restoreStreamTags,
] as const;

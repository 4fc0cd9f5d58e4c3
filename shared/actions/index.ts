// Derived from this folder by `npm run derive`; do not edit.
import { deactivateAccessKey } from "./iam/deactivate-access-key.ts";
import { denyRole } from "./iam/deny-role.ts";
import { denyRoleSession } from "./iam/deny-role-session.ts";
import { denyUser } from "./iam/deny-user.ts";
import { restoreAttachment } from "./iam/restore-attachment.ts";
import { restoreGroupMembership } from "./iam/restore-group-membership.ts";
import { restoreInlinePolicy } from "./iam/restore-inline-policy.ts";
import { restorePermissionsBoundary } from "./iam/restore-permissions-boundary.ts";
import { restorePolicyVersion } from "./iam/restore-policy-version.ts";
import { restoreTrustPolicy } from "./iam/restore-trust-policy.ts";
import { revokeRoleSessions } from "./iam/revoke-role-sessions.ts";
import { tagForQuarantine } from "./iam/tag-for-quarantine.ts";
import { deleteStreamChannel } from "./kinesis/delete-stream-channel.ts";
import { deregisterStreamConsumer } from "./kinesis/deregister-stream-consumer.ts";
import { raiseStreamRetention } from "./kinesis/raise-stream-retention.ts";
import { restoreRecordDistribution } from "./kinesis/restore-record-distribution.ts";
import { restoreStreamCapacity } from "./kinesis/restore-stream-capacity.ts";
import { restoreStreamEncryption } from "./kinesis/restore-stream-encryption.ts";
import { restoreStreamMonitoring } from "./kinesis/restore-stream-monitoring.ts";
import { restoreStreamPolicy } from "./kinesis/restore-stream-policy.ts";
import { restoreStreamTags } from "./kinesis/restore-stream-tags.ts";
import { tightenStreamPolicy } from "./kinesis/tighten-stream-policy.ts";

export const identityActions = [
  deactivateAccessKey,
  denyRole,
  denyRoleSession,
  denyUser,
  restoreAttachment,
  restoreGroupMembership,
  restoreInlinePolicy,
  restorePermissionsBoundary,
  restorePolicyVersion,
  restoreTrustPolicy,
  revokeRoleSessions,
  tagForQuarantine,
] as const;
export const resourceActions = [
  deleteStreamChannel,
  deregisterStreamConsumer,
  raiseStreamRetention,
  restoreRecordDistribution,
  restoreStreamCapacity,
  restoreStreamEncryption,
  restoreStreamMonitoring,
  restoreStreamPolicy,
  restoreStreamTags,
  tightenStreamPolicy,
] as const;

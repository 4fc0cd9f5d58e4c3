// Derived from this folder by `npm run derive`; do not edit.
import { deactivateAccessKey } from "./iam/deactivate-access-key.ts";
import { restoreStreamEncryption } from "./kinesis/restore-stream-encryption.ts";

export const identityActions = [deactivateAccessKey] as const;
export const resourceActions = [restoreStreamEncryption] as const;

// Derived from this folder by `npm run derive`; do not edit.
import { streamEncryptedWithOtherKey } from "./kinesis/stream-encrypted-with-other-key.ts";
import { streamEncryptionStopped } from "./kinesis/stream-encryption-stopped.ts";
import { containmentUndone } from "./response/containment-undone.ts";

export const detections = [streamEncryptedWithOtherKey, streamEncryptionStopped, containmentUndone] as const;
export const drifts = [streamEncryptedWithOtherKey, streamEncryptionStopped] as const;
export const activities = [] as const;

// Derived from this folder by `npm run derive`; do not edit.
import { streamEncryptedWithOtherKey } from "./kinesis/stream-encrypted-with-other-key.ts";
import { streamEncryptionStopped } from "./kinesis/stream-encryption-stopped.ts";

export const detections = [streamEncryptedWithOtherKey, streamEncryptionStopped] as const;

// Derived from this folder by `npm run derive`; do not edit.
import { iamIdentity } from "./iam-identity.ts";
import { kinesisStream } from "./kinesis-stream.ts";

export const resources = [iamIdentity, kinesisStream] as const;

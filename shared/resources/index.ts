// Derived from this folder by `npm run derive`; do not edit.
import { kinesisStream } from "./kinesis-stream.ts";

export const resources = [kinesisStream] as const;

// Derived from this folder by `npm run derive`; do not edit.
import { mode } from "./mode.ts";

export const guardrails = [mode] as const;

// Derived from this folder by `npm run derive`; do not edit.
import { mode } from "./mode.ts";
import { replayed } from "./replayed.ts";

export const guardrails = [mode, replayed] as const;

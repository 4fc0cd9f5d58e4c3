// Derived from this folder by `npm run derive`; do not edit.
import { backlog } from "./backlog.ts";
import { mode } from "./mode.ts";
import { protectedPrincipals } from "./protected-principals.ts";
import { replayed } from "./replayed.ts";

export const guardrails = [backlog, mode, protectedPrincipals, replayed] as const;

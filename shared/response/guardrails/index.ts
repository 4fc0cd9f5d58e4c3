// Derived from this folder by `npm run derive`; do not edit.
import { asksFirst } from "./asks-first.ts";
import { backlog } from "./backlog.ts";
import { budgets } from "./budgets.ts";
import { confidence } from "./confidence.ts";
import { deployers } from "./deployers.ts";
import { exemptions } from "./exemptions.ts";
import { flap } from "./flap.ts";
import { killSwitch } from "./kill-switch.ts";
import { liveProducer } from "./live-producer.ts";
import { mode } from "./mode.ts";
import { movedOn } from "./moved-on.ts";
import { protectedPrincipals } from "./protected-principals.ts";
import { rehearsal } from "./rehearsal.ts";

export const guardrails = [
  asksFirst,
  backlog,
  budgets,
  confidence,
  deployers,
  exemptions,
  flap,
  killSwitch,
  liveProducer,
  mode,
  movedOn,
  protectedPrincipals,
  rehearsal,
] as const;

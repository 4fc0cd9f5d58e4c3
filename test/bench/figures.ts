import type { ColdStart } from "./cold-start.ts";
import type { Compared } from "./containment/index.ts";
import type { Cost } from "./cost.ts";
import type { ReplaySpeed } from "./replay.ts";

/** All that one run of the bench has measured; what --json prints. */
export interface Figures {
  readonly replay: ReplaySpeed;
  readonly coldStart: Readonly<Record<string, ColdStart>>;
  /** Bytes. */
  readonly bundle: Readonly<Record<string, number>>;
  readonly containment: Compared;
  readonly peer?: { readonly c7n: Compared };
  readonly cost: Cost;
}

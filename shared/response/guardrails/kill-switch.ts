import { type Guardrail, never } from "./guardrail.ts";

/** One command stops everything, at once and without a deployment. Read afresh for each step: what was read before may be old. */
export const killSwitch: Guardrail = {
  id: "kill-switch",
  holds:
    "Everything, from `npx serverless lockkeeper freeze` until `unfreeze`; an undo too, unless it is ordered with `--while-frozen`. It is read afresh for each step; if it cannot be read, the step is held.",
  approvable: "never",
  check: async ({ undo }, { control }) => {
    const { freeze } = await control();
    if (freeze === undefined || undo?.whileFrozen) return undefined;
    const how = undo ? " (an undo can be ordered with --while-frozen)" : "";
    return never(`everything was frozen by ${freeze.by} at ${freeze.at}: ${freeze.reason}${how}`);
  },
};

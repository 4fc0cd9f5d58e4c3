import { type Guardrail, never } from "./guardrail.ts";

const shown = (state: unknown): string => (state == null ? "gone" : JSON.stringify(state).slice(0, 300));

/** Taking back what is not there any more would overwrite what somebody else has done since. */
export const movedOn: Guardrail = {
  id: "moved-on",
  holds: "An undo, when what was done is not how it is now: somebody has changed it since, and that would be lost.",
  approvable: "never",
  check: ({ undo, change }) =>
    undo && "live" in undo
      ? never(
          `it is not as it was left: it is ${shown(undo.live)}, was left as ${shown(change.after)}, and was ${shown(change.before)} before`,
        )
      : undefined,
};

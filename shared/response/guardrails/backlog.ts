import { type Guardrail, takesAway, unlessApproved } from "./guardrail.ts";

/** After an outage hours of events can come at once. Streams are put right on their state now, but nobody is evicted on old news. */
export const backlog: Guardrail = {
  id: "backlog",
  holds:
    "Taking anything away from anybody for an event that is older than this: resources are still put right, since that is judged on their state now.",
  approvable: "always",
  setting: { name: "backlogMinutes", otherwise: "15" },
  check: (plan, { settings, now }) => {
    if (!takesAway(plan) || plan.cause === undefined) return undefined;
    const age = now.getTime() - Date.parse(plan.cause.time);
    // A time that cannot be read makes no age, and so is held.
    return age <= settings.backlogMinutes * 60_000
      ? undefined
      : unlessApproved(`the call was made at ${plan.cause.time}, more than ${settings.backlogMinutes} minutes ago`);
  },
};

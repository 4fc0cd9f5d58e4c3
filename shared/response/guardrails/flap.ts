import type { Guardrail } from "./guardrail.ts";

const day = 86_400;

/**
 * Putting back what somebody undoes again and again is a fight that they win: Kinesis takes 25 starts of encryption in a day
 * (API reference, StartStreamEncryption), and then none of anybody's.
 */
export const flap: Guardrail = {
  id: "flap",
  holds:
    "Putting the same resource back more often than this in a day: somebody takes it back each time, and AWS's own limits would soon keep everybody from putting it right.",
  approvable: "always",
  setting: { name: "reversalsPerDay, streams[].reversalsPerDay", otherwise: "5" },
  budgets: ({ countermeasure, change, undo, approvedBy, action }, { settings, declared, now }) => {
    if (undo || approvedBy || countermeasure !== "Restore") return [];
    const limit = declared?.reversalsPerDay ?? settings.reversalsPerDay;
    return [
      {
        counter: `flap#${action}#${change.resource}#${now.toISOString().slice(0, 10)}`,
        limit,
        expires: Math.floor(now.getTime() / 1000) + 2 * day,
        reason: `it was put back ${limit} times today: find out who takes it back each time`,
      },
    ];
  },
};

import { decide, openRecord, sendOrder, timeAfter } from "../decide.ts";
import { incidentToDecide, stepNamed } from "../named.ts";
import { heldStep } from "../options.ts";
import { Refused } from "../refused.ts";
import { verb } from "../verb.ts";

/** What was held is planned anew, against how things are by then, so that nothing is done but what was told. */
export const approve = verb({
  id: "approve",
  summary: "Have a step done that was held",
  ...heldStep,
  run: async (desk, given) => {
    const found = await incidentToDecide(desk, given.incident);
    const { id } = stepNamed(found, given.step);
    const record = openRecord(found, id);
    const { outcome } = record;
    // A time that cannot be read is over.
    if (outcome?.type === "awaiting-approval" && !(Date.parse(outcome.until) > desk.ledger.now().getTime()))
      throw new Refused(`step ${id}: expected an approval before ${outcome.until}; do it by hand`);
    const at = timeAfter(desk, record.endedAt);
    await decide(desk, found, "approved", { at, step: id, ...(given.reason ? { reason: given.reason } : {}) });
    await sendOrder(desk, "step", found.id, record);
    return {
      text: [
        `Approved: ${id} of incident ${found.id} is being done, if it would still do what was told.`,
        ...(outcome?.type === "held"
          ? [`It was held by ${outcome.by}, which no approval lifts: if that still holds, it will be held again.`]
          : []),
      ].join("\n"),
      data: { incident: found.id, step: id },
    };
  },
});

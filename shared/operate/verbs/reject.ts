import { openRecord, reject as sayNo } from "../decide.ts";
import { incidentToDecide, stepNamed } from "../named.ts";
import { heldStep } from "../options.ts";
import { Refused } from "../refused.ts";
import { verb } from "../verb.ts";

export const reject = verb({
  id: "reject",
  summary: "Say that a step that was held is not to be done",
  ...heldStep,
  run: async (desk, given) => {
    const found = await incidentToDecide(desk, given.incident);
    const { id } = stepNamed(found, given.step);
    if (!(await sayNo(desk, found, openRecord(found, id), given.reason)))
      throw new Refused(`step ${id}: expected one that still waits, and it was begun just now`);
    return {
      text: `Rejected: ${id} of incident ${found.id} will not be done.`,
      data: { incident: found.id, step: id },
    };
  },
});

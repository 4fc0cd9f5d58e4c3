import * as v from "valibot";
import { underWay } from "../../incident/incident.ts";
import { decide, timeAfter } from "../decide.ts";
import { incidentToDecide } from "../named.ts";
import { incident, reason, required, schemas } from "../options.ts";
import { Refused } from "../refused.ts";
import { verb } from "../verb.ts";

export const close = verb({
  id: "close",
  summary: "Say that nothing is left to do about an incident; what is found later opens it again",
  options: [incident, required(reason)],
  params: v.strictObject({ incident: schemas.incident, reason: schemas.reason }),
  run: async (desk, given) => {
    const found = await incidentToDecide(desk, given.incident);
    const [busy] = underWay(found);
    if (busy) throw new Refused(`incident ${found.id}: expected no step under way, and ${busy.id} is`);
    const times = [...found.records.values()].flatMap(({ endedAt, undoneAt }) => [endedAt, undoneAt]);
    const at = timeAfter(desk, ...found.findings.map(({ time }) => time), ...times);
    await decide(desk, found, "closed", { at, reason: given.reason });
    return { text: `Closed: incident ${found.id}.`, data: { incident: found.id } };
  },
});

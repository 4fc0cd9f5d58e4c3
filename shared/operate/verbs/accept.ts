import * as v from "valibot";
import type { Finding } from "../../incident/finding.ts";
import { pending } from "../../incident/incident.ts";
import { putAccepted } from "../../ledger/accepted.ts";
import { plain } from "../../notice/plain.ts";
import { decide, openRecord, reject, timeAfter } from "../decide.ts";
import { incidentToDecide } from "../named.ts";
import { incident, reason, required, schemas } from "../options.ts";
import { Refused } from "../refused.ts";
import { verb } from "../verb.ts";

const isOf = (detection: string, resource: string | undefined) => (one: Pick<Finding, "detection" | "resource">) =>
  one.detection === detection && (resource === undefined || one.resource.id === resource);

/** It is no finding any more, on this resource; another value is one again. */
export const accept = verb({
  id: "accept",
  summary: "Let stand what a detection found on a resource, so that it is not found again",
  options: [
    incident,
    { name: "detection", usage: "Id of the detection", type: "string", required: true },
    { name: "resource", usage: "ARN of the resource, if the incident has several", type: "string" },
    required(reason),
  ],
  params: v.strictObject({
    incident: schemas.incident,
    detection: schemas.id,
    resource: v.optional(schemas.arn),
    reason: schemas.reason,
  }),
  run: async (desk, given) => {
    const found = await incidentToDecide(desk, given.incident);
    const finding = found.findings.findLast(
      (one) => isOf(given.detection, given.resource)(one) && one.found !== undefined,
    );
    if (finding?.found === undefined)
      throw new Refused(
        `incident ${found.id}: expected a finding of that detection and resource in which there is something to accept`,
      );
    const { detection, resource, found: value } = finding;
    const at = timeAfter(desk, finding.time);
    await putAccepted(
      desk.ledger,
      resource.id,
      { detection, found: value, by: desk.by, at, reason: given.reason },
      finding.several,
    );
    await decide(desk, found, "accepted", { at, reason: `${detection} on ${resource.id}: ${given.reason}` });
    const rejected: string[] = [];
    // Another finding of the same detection may be of another value: its steps stay.
    const sources = found.findings
      .filter((one) => isOf(detection, resource.id)(one) && one.found === value)
      .map(({ source }) => source);
    const answering = pending(found).filter(
      (step) => isOf(detection, resource.id)(step) && sources.includes(step.source),
    );
    for (const { id } of answering)
      if (await reject(desk, found, openRecord(found, id), `accepted: ${given.reason}`)) rejected.push(id);
    return {
      text: [
        `Accepted: ${detection} on ${plain(resource.id, 200)} with ${plain(value, 200)}. It belongs in lockkeeper.yml in the end.`,
        ...rejected.map((id) => `Rejected with it: ${id}.`),
      ].join("\n"),
      data: { incident: found.id, detection, resource: resource.id, found: value, rejected },
    };
  },
});

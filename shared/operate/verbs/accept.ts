import * as v from "valibot";
import type { Finding } from "../../incident/finding.ts";
import { type Incident, pending } from "../../incident/incident.ts";
import { putAccepted } from "../../ledger/accepted.ts";
import { plain } from "../../notice/plain.ts";
import { decide, openRecord, reject, timeAfter } from "../decide.ts";
import { incidentToDecide } from "../named.ts";
import { incident, reason, required, schemas } from "../options.ts";
import { Refused } from "../refused.ts";
import { verb } from "../verb.ts";

const isOf = (detection: string, resource: string | undefined) => (one: Pick<Finding, "detection" | "resource">) =>
  one.detection === detection && (resource === undefined || one.resource.id === resource);

interface Wanted {
  readonly detection: string;
  readonly resource?: string | undefined;
  readonly found?: string | undefined;
}

/** The finding that is meant. Where several such things were found at once, whoever accepts says which. @throws Refused */
const findingMeant = ({ id, findings }: Incident, { detection, resource, found }: Wanted) => {
  const all = findings.filter((one) => isOf(detection, resource)(one) && one.found !== undefined);
  const meant = found === undefined ? all : all.filter((one) => one.found === found);
  const last = meant.at(-1);
  const values = [...new Set(all.map((one) => one.found ?? ""))];
  const choices = values.map((value) => `  --found '${plain(value, 300)}'`).join("\n");
  if (last?.found === undefined)
    throw new Refused(
      `incident ${id}: expected a finding of that detection and resource in which there is something to accept` +
        (values.length > 0 ? `, one of\n${choices}` : ""),
    );
  if (found === undefined && last.several && values.length > 1)
    throw new Refused(`incident ${id}: several things were found; say which to accept by one of\n${choices}`);
  return { ...last, found: last.found };
};

/**
 * The steps that wait because of what is accepted: those that answer it alone, and those that answer something else that was found in
 * the same look, too.
 */
const answering = (all: Incident, { detection, resource, found }: Wanted) => {
  const about = all.findings.filter(isOf(detection, resource));
  const sources = about.filter((one) => one.found === found).map(({ source }) => source);
  const others = about.filter((one) => one.found !== found).map(({ source }) => source);
  const steps = pending(all).filter((step) => isOf(detection, resource)(step) && sources.includes(step.source));
  const isAlone = ({ source }: { readonly source: string }) => !others.includes(source);
  return { alone: steps.filter(isAlone), besides: steps.filter((step) => !isAlone(step)) };
};

/** It is no finding any more, on this resource; another value is one again. */
export const accept = verb({
  id: "accept",
  summary: "Let stand what a detection found on a resource, so that it is not found again",
  options: [
    incident,
    { name: "detection", usage: "Id of the detection", type: "string", required: true },
    { name: "resource", usage: "ARN of the resource, if the incident has several", type: "string" },
    { name: "found", usage: "What was found, if it is several things at once", type: "string" },
    required(reason),
  ],
  params: v.strictObject({
    incident: schemas.incident,
    detection: schemas.id,
    resource: v.optional(schemas.arn),
    found: v.optional(schemas.found),
    reason: schemas.reason,
  }),
  run: async (desk, given) => {
    const found = await incidentToDecide(desk, given.incident);
    const finding = findingMeant(found, given);
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
    const waiting = answering(found, { detection, resource: resource.id, found: value });
    for (const { id } of waiting.alone)
      if (await reject(desk, found, openRecord(found, id), `accepted: ${given.reason}`)) rejected.push(id);
    return {
      text: [
        `Accepted: ${detection} on ${plain(resource.id, 200)} with ${plain(value, 200)}. It belongs in lockkeeper.yml in the end.`,
        ...rejected.map((id) => `Rejected with it: ${id}.`),
        ...waiting.besides.map(({ id }) => `Left as it is, since it answers other findings, too: ${id}.`),
      ].join("\n"),
      data: { incident: found.id, detection, resource: resource.id, found: value, rejected },
    };
  },
});

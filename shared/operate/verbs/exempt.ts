import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { putExemption, readControl } from "../../ledger/control.ts";
import { plain } from "../../notice/plain.ts";
import { isMeant } from "../operator.ts";
import { optional, reason, schemas } from "../options.ts";
import { Refused } from "../refused.ts";
import { endOf } from "../until.ts";
import { type Desk, type Done, verb } from "../verb.ts";

const made = v.strictObject({
  principal: v.optional(
    v.pipe(
      schemas.arn,
      v.regex(/^arn:[a-z-]+:iam::(\d{12}|\*):(user|role)\/[\w+=,.@*/-]+$/, "the ARN of a user or role"),
    ),
  ),
  resource: v.optional(schemas.arn),
  detection: v.optional(schemas.id),
  reason: v.optional(schemas.reason),
  owner: v.optional(schemas.id),
  until: v.optional(schemas.id),
  end: v.optional(schemas.id),
});
type Given = v.InferOutput<typeof made>;

const end = async ({ ledger, settings }: Desk, id: string): Promise<Done> => {
  if (settings.exemptions.some((one) => one.id === id))
    throw new Refused(`exempt: --end: ${id} stands in the file: expected it to be taken out there, and deployed`);
  const one = (await readControl(ledger)).exemptions.find((exemption) => exemption.id === id);
  const now = ledger.now().toISOString();
  if (one === undefined || one.until <= now)
    throw new Refused("exempt: --end: expected the id of an exemption that still counts; `show` lists them");
  await putExemption(ledger, { ...one, until: now });
  return { text: `Ended: exemption ${id} does not count any more.`, data: { exemption: { ...one, until: now } } };
};

const make = async ({ ledger, by, person, detections }: Desk, given: Given): Promise<Done> => {
  const { principal, resource, detection, reason: why, owner, until } = given;
  if (principal !== undefined && isMeant(principal, person))
    throw new Refused("exempt: --principal: expected another operator to exempt you");
  if ([principal, resource, detection].every((one) => one === undefined))
    throw new Refused("exempt: expected at least one of --principal, --resource and --detection");
  if (detection !== undefined && !detections.includes(detection))
    throw new Refused(`exempt: --detection: expected one of ${detections.join(", ")}`);
  if (why === undefined || owner === undefined || until === undefined)
    throw new Refused("exempt: expected --reason, --owner and --until, or --end and nothing else");
  const exemption = {
    id: randomUUID().slice(0, 8),
    ...(principal === undefined ? {} : { principal }),
    ...(resource === undefined ? {} : { resource }),
    ...(detection === undefined ? {} : { detection }),
    reason: why,
    owner,
    until: endOf(until, ledger.now()),
    by,
  };
  await putExemption(ledger, exemption);
  const what = [principal, resource, detection].filter((one) => one !== undefined).join(" and ");
  return {
    text: `Exempted until ${exemption.until}: ${plain(what, 400)}. End it with --end ${exemption.id}.`,
    data: { exemption },
  };
};

export const exempt = verb({
  id: "exempt",
  summary: "Have a user, role, resource or detection, or where they meet, left alone for a time; or end that",
  options: [
    { name: "principal", usage: "ARN of the user or role; * stands for any part", type: "string" },
    { name: "resource", usage: "ARN of the resource; * stands for any part", type: "string" },
    { name: "detection", usage: "Id of the detection", type: "string" },
    optional(reason),
    { name: "owner", usage: "The person or team who answers for it", type: "string" },
    { name: "until", usage: "Its end: a date, a time in UTC, 7d or 12h; at most 90 days", type: "string" },
    { name: "end", usage: "Id of an exemption that is to end now; goes with no other option", type: "string" },
  ],
  params: made,
  run: (desk, given) => {
    if (given.end === undefined) return make(desk, given);
    if (Object.values(given).filter((value) => value !== undefined).length > 1)
      throw new Refused("exempt: --end: expected no other option with it");
    return end(desk, given.end);
  },
});

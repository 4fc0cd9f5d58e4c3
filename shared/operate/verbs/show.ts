import * as v from "valibot";
import { incidentPage } from "../incident-page.ts";
import { incidentNamed } from "../named.ts";
import { incident, optional, schemas } from "../options.ts";
import { overview } from "../overview.ts";
import { rememberedPage } from "../remembered-page.ts";
import { verb } from "../verb.ts";

const days = v.pipe(
  v.string("a number"),
  v.regex(/^\d{1,2}$/, "a number of days from 1 to 90"),
  v.transform(Number),
  v.minValue(1, "a number of days from 1 to 90"),
  v.maxValue(90, "a number of days from 1 to 90"),
);

export const show = verb({
  id: "show",
  summary:
    "Show one incident whole; or how a resource was when nothing was wrong with it; or what is set, what waits for a person, and the last incidents",
  options: [
    optional(incident),
    {
      name: "resource",
      usage: "ARN of a resource: how it was when last nothing was wrong with it, to make it anew from",
      type: "string",
    },
    { name: "days", usage: "How many days back incidents are listed (7)", type: "string" },
  ],
  params: v.strictObject({
    incident: v.optional(schemas.incident),
    resource: v.optional(schemas.arn),
    days: v.optional(days, "7"),
  }),
  run: async (desk, given) => {
    if (given.incident !== undefined) return incidentPage(await incidentNamed(desk.ledger, given.incident), desk);
    return given.resource === undefined ? overview(desk, given.days) : rememberedPage(desk, given.resource);
  },
});

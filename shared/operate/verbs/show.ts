import * as v from "valibot";
import { incidentPage } from "../incident-page.ts";
import { incidentNamed } from "../named.ts";
import { incident, optional, schemas } from "../options.ts";
import { overview } from "../overview.ts";
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
  summary: "Show one incident whole; or what is set, what waits for a person, and the last incidents",
  options: [optional(incident), { name: "days", usage: "How many days back incidents are listed (7)", type: "string" }],
  params: v.strictObject({ incident: v.optional(schemas.incident), days: v.optional(days, "7") }),
  run: async (desk, given) =>
    given.incident === undefined
      ? overview(desk, given.days)
      : incidentPage(await incidentNamed(desk.ledger, given.incident), desk),
});

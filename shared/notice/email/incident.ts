import { plain } from "../plain.ts";
import type { Told } from "../told.ts";
import { decisionLines } from "./decisions.ts";
import { findingLines } from "./findings.ts";
import { nextLines } from "./next.ts";
import { sinceLines } from "./since.ts";
import { stepLines } from "./steps.ts";
import { summaryLines } from "./summary.ts";

/** An incident for people: what is new; what, where, when, who; what was done and what was not; what to do next. */
export const incidentEmail = (told: Told): string => {
  const { incident, deployment, severity, title, where, stand } = told;
  return [
    `${severity}: ${plain(title, 200)} (${plain(where, 200)}). ${stand[0]?.toUpperCase()}${stand.slice(1)}.`,
    "",
    ...summaryLines(told),
    ...sinceLines(told),
    ...findingLines(told),
    ...stepLines(told),
    "",
    ...decisionLines(told),
    ...nextLines(told),
    "",
    `Incident ${plain(incident.id, 100)}, opened ${incident.openedAt}, account ${deployment.account}, ${deployment.region}`,
    "",
  ].join("\n");
};

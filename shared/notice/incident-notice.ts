import { evictsOf } from "../actions/action.ts";
import { type Incident, stateOf } from "../incident/incident.ts";
import { asffFindings } from "./asff.ts";
import { incidentChat } from "./chat.ts";
import { incidentEmail } from "./email/incident.ts";
import type { Notice } from "./notice.ts";
import { ocsfEvents } from "./ocsf/events.ts";
import { ascii, highest } from "./plain.ts";
import { toldFindings, toldSteps } from "./repeats.ts";
import { standOf } from "./stand.ts";
import type { ActionTitle, Deployment, Told } from "./told.ts";

const shortName = (id: string): string => id.slice(Math.max(id.lastIndexOf("/"), id.lastIndexOf(":")) + 1);

/** What telling needs to know besides the incident. */
export interface Telling {
  /** The actions, for words that a person would use. */
  readonly titles: readonly ActionTitle[];
  readonly deployment: Deployment;
}

const toldOf = (incident: Incident, { titles, deployment }: Telling, now: Date): Told => {
  const evicts = evictsOf(titles);
  const state = stateOf(incident, evicts);
  const severity = highest(incident.findings.map((finding) => finding.severity));
  const gravest = incident.findings.find((finding) => finding.severity === severity);
  return {
    incident,
    deployment,
    now: now.toISOString(),
    severity,
    title: gravest?.title ?? "Incident",
    where: shortName(gravest?.resource.id ?? incident.id),
    state,
    stand: standOf(incident, state, evicts),
    findings: toldFindings(incident),
    steps: toldSteps(incident, titles),
  };
};

/** What it is, where, and how it stands: a long name gives way, never how it stands. */
const headline = (start: string, { severity, title, where, stand }: Told, longest: number): string => {
  const said = ascii(`${start} ${severity}: ${title}`, longest);
  const room = longest - said.length - stand.length - 5;
  return ascii(`${said}${room > 3 ? ` (${ascii(where, room)})` : ""}, ${stand}`, longest);
};

/** What people are told of an incident as it stands. */
export const incidentNotice = (incident: Incident, telling: Telling, now: Date): Notice => {
  const told = toldOf(incident, telling, now);
  const { severity, where, state } = told;
  const events = ocsfEvents(told);
  const [first] = incident.findings;
  return {
    subject: headline("[Lockkeeper]", told, 100),
    email: incidentEmail(told),
    sms: ascii(`${headline("Lockkeeper", told, 120)}. Incident ${ascii(incident.id.slice(0, 8), 8)}`, 140),
    chat: incidentChat(told),
    json: JSON.stringify(events),
    attributes: {
      severity,
      state,
      detection: first?.detection ?? "none",
      resource: ascii(where, 100) || "unknown",
      account: telling.deployment.account,
    },
    events,
    findings: asffFindings(told),
  };
};

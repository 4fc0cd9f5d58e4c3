import { type Incident, pending, stateOf } from "../incident/incident.ts";
import { readControl } from "../ledger/control.ts";
import { readIncident } from "../ledger/incident.ts";
import { plain } from "../notice/plain.ts";
import { exemptionLine, stepLine } from "./lines.ts";
import { recentIncidents } from "./named.ts";
import type { Desk, Done } from "./verb.ts";

/** So many are read at once. */
const atOnce = 25;

const readAll = async (ledger: Desk["ledger"], ids: readonly string[]): Promise<readonly Incident[]> => {
  const read: Incident[] = [];
  for (let from = 0; from < ids.length; from += atOnce) {
    const some = await Promise.all(ids.slice(from, from + atOnce).map((id) => readIncident(ledger, id)));
    read.push(...some.filter((incident) => incident !== undefined));
  }
  return read;
};

const titleOf = ({ findings, steps }: Incident): string => {
  const [first] = findings;
  const more = findings.length > 1 ? `, ${findings.length} findings` : "";
  const { severity = "", title = "nothing found", resource = { id: "" } } = first ?? {};
  return `${severity} ${title} (${plain(resource.id, 200)})${more}, ${steps.length} ${steps.length === 1 ? "step" : "steps"}`;
};

const section = (head: string, lines: readonly string[], otherwise: string): readonly string[] =>
  lines.length > 0 ? [head, ...lines.map((line) => `  ${line}`)] : [`${head}: ${otherwise}`];

/** How things stand: what operators have set, what waits for them, and the incidents of the last days. */
export const overview = async ({ ledger, settings, evicts }: Desk, days: number): Promise<Done> => {
  const [control, ids] = await Promise.all([readControl(ledger), recentIncidents(ledger, days)]);
  const incidents = await readAll(ledger, ids);
  const now = ledger.now().toISOString();
  const exemptions = [...settings.exemptions, ...control.exemptions];
  const waiting = incidents.flatMap((incident) => pending(incident).map((step) => ({ incident, step })));
  const { freeze } = control;
  const stands = incidents.map((incident) => ({ incident, state: stateOf(incident, evicts) }));
  return {
    text: [
      freeze ? `FROZEN since ${freeze.at} by ${plain(freeze.by, 200)}: ${plain(freeze.reason, 500)}` : "Not frozen",
      ...section(
        "Exemptions",
        exemptions.map((one) => exemptionLine(one, now)),
        "none",
      ),
      ...section(
        "Waits for a person",
        waiting.map(
          ({ incident, step }) =>
            `incident ${incident.id}: ${stepLine(step.id, step.action, incident.records.get(step.id), step.resource.id)}`,
        ),
        "nothing",
      ),
      ...section(
        `Incidents of the last ${days} days`,
        stands.map(({ incident, state }) => `${incident.openedAt}  ${incident.id}  ${state}: ${titleOf(incident)}`),
        "none",
      ),
    ].join("\n"),
    data: {
      ...(freeze ? { freeze } : {}),
      exemptions: exemptions.map((one) => ({ ...one, expired: Date.parse(one.until) <= Date.parse(now) })),
      pending: waiting.map(({ incident, step }) => ({
        incident: incident.id,
        step: step.id,
        action: step.action,
        outcome: incident.records.get(step.id)?.outcome,
      })),
      incidents: stands.map(({ incident: { id, openedAt, findings }, state }) => ({
        id,
        openedAt,
        state,
        detections: [...new Set(findings.map(({ detection }) => detection))],
      })),
    },
  };
};

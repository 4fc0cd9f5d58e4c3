import { type Incident, stateOf } from "../incident/incident.ts";
import { plain } from "../notice/plain.ts";
import { callLine, findingLine, stepLine, timelineOf } from "./lines.ts";
import type { Desk, Done } from "./verb.ts";

const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);

const stepLines = ({ steps, records }: Incident): readonly string[] =>
  steps.flatMap(({ id, action, resource }) => {
    const record = records.get(id);
    const { outcome } = record ?? {};
    const calls = outcome && "calls" in outcome ? (outcome.calls ?? []) : [];
    const remarks = outcome && "remarks" in outcome ? (outcome.remarks ?? []) : [];
    return [
      stepLine(id, action, record, resource.id),
      ...calls.map((call) => `  would call ${callLine(call)}`),
      ...remarks.map((remark) => `  ${plain(remark, 400)}`),
      ...(record?.trouble ? [`  last trouble: ${plain(record.trouble, 300)}`] : []),
    ];
  });

/** Everything that is on record of an incident. The states that were judged are left out: they hold policies in full. */
export const incidentPage = (incident: Incident, { evicts }: Pick<Desk, "evicts">): Done => {
  const { id, openedAt, findings, steps, records, advice, decisions, told } = incident;
  const state = stateOf(incident, evicts);
  return {
    text: [
      `Incident ${id}: ${state}, opened ${openedAt}`,
      "Found",
      ...indented(findings.map(findingLine)),
      "Steps",
      ...indented(steps.length > 0 ? stepLines(incident) : ["none"]),
      ...(advice.length > 0 ? ["For a person to do", ...indented(advice.map((line) => plain(line, 400)))] : []),
      "Timeline",
      ...indented(timelineOf(incident).map(([at, what]) => `${at}  ${what}`)),
    ].join("\n"),
    data: {
      incident: {
        id,
        state,
        openedAt,
        findings: findings.map((finding) => ({ ...finding, state: undefined })),
        steps: steps.map((step) => ({ ...step, record: records.get(step.id) })),
        advice,
        decisions,
        ...(told ? { told: { at: told.at, count: told.count } } : {}),
      },
    },
  };
};

import { createHash } from "node:crypto";
import type { Incident, StepRecord } from "../incident/incident.ts";

const outcomeOf = (record: StepRecord): string => {
  const { action, change, outcome } = record;
  const by = outcome && "by" in outcome ? outcome.by : "";
  return [action, change?.resource, outcome?.type, by, record.undo?.type].join(" ");
};

/**
 * What of an incident is news: how grave, what was found where and whose doing it was, how each kind of step on each target ended.
 * The same again, however often, is none.
 */
export const digestOf = ({ findings, steps, records, advice, decisions }: Incident): string => {
  const said = [
    ...findings.map(
      ({ detection, severity, resource, cause }) =>
        `${detection} ${severity} ${resource.id} ${cause?.blamed ? cause.actor.name : ""}`,
    ),
    ...steps.map(({ id, action, resource }) => {
      const record = records.get(id);
      return record ? outcomeOf(record) : `${action} ${resource.id} under way`;
    }),
    ...advice,
    ...decisions.map(({ kind, step, at }) => `${kind} ${step} ${at}`),
  ];
  return createHash("sha256")
    .update(JSON.stringify([...new Set(said)].sort()))
    .digest("hex");
};

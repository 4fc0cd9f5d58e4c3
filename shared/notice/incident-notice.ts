import type { Incident } from "../incident/incident.ts";
import { incidentEmail } from "./incident-email.ts";
import { incidentJson } from "./incident-json.ts";
import { ascii, highest, type Notice } from "./notice.ts";
import { type ActionTitle, isDone, type Told, type ToldStep } from "./told.ts";

/** `contained` only if somebody was: when nobody is known to have done it, the resource may be restored and they still be there. */
const stateOf = (steps: readonly ToldStep[], advice: readonly string[]): Told["state"] => {
  if (steps.length === 0) return "needs a person";
  if (steps.some(({ outcome }) => outcome === undefined)) return "under way";
  if (steps.every(({ outcome }) => outcome?.type === "held")) return "seen, nothing changed";
  if (!steps.every(({ outcome }) => isDone(outcome)) || advice.length > 0) return "needs a person";
  const contained = steps.some(
    ({ action }) => action?.countermeasure === "Evict" || action?.countermeasure === "Isolate",
  );
  const restored = steps.some(
    ({ action }) => action?.countermeasure === "Restore" || action?.countermeasure === "Harden",
  );
  if (contained && restored) return "contained and restored";
  return contained ? "contained" : "restored";
};

const shortName = (id: string): string => id.slice(Math.max(id.lastIndexOf("/"), id.lastIndexOf(":")) + 1);

/** What people are told of an incident. `titles`: the actions, for words that a person would use. */
export const incidentNotice = (incident: Incident, titles: readonly ActionTitle[]): Notice => {
  const { findings, advice, records } = incident;
  const [first] = findings;
  const steps = incident.steps.map((step): ToldStep => {
    const record = records.get(step.id);
    const action = titles.find(({ id }) => id === step.action);
    return { step, action, target: record?.change?.resource ?? step.resource.id, outcome: record?.outcome };
  });
  const told: Told = {
    severity: highest(findings.map(({ severity }) => severity)),
    title: first?.title ?? "Incident",
    where: shortName(first?.resource.id ?? incident.id),
    state: stateOf(steps, advice),
    steps,
  };
  const { severity, title, where, state } = told;
  return {
    subject: ascii(`[Lockkeeper] ${severity}: ${title} (${where}), ${state}`, 100),
    email: incidentEmail(incident, told),
    sms: ascii(`Lockkeeper ${severity}: ${title} (${where}), ${state}. Incident ${incident.id.slice(0, 8)}`, 140),
    json: incidentJson(incident, told),
    attributes: {
      severity,
      state,
      detection: first?.detection ?? "none",
      resource: where,
      account: first?.account ?? "unknown",
    },
  };
};

import type { Incident } from "../ledger/incident.ts";
import type { Plan } from "./guardrails/guardrail.ts";

/** The call behind the finding that a step answers, for the guardrails; nothing when nobody's call led to it. */
export const causeOf = ({ findings }: Incident, { detection, resource }: Plan["answers"]): Pick<Plan, "cause"> => {
  const answered = findings.find((finding) => finding.detection === detection && finding.resource.id === resource.id);
  return answered?.cause ? { cause: answered.cause } : {};
};

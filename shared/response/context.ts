import type { Answers } from "../incident/finding.ts";
import type { Incident } from "../incident/incident.ts";
import type { Plan } from "./guardrails/guardrail.ts";

/** What the guardrails are told of the finding that a step answers: how sure it is, and whose call led to it. */
export const contextOf = (
  { findings }: Pick<Incident, "findings">,
  { detection, resource, source }: Answers,
): Pick<Plan, "cause" | "confidence"> => {
  const answered = findings.find(
    (finding) => finding.detection === detection && finding.resource.id === resource.id && finding.source === source,
  );
  return { confidence: answered?.confidence ?? "Low", ...(answered?.cause ? { cause: answered.cause } : {}) };
};

import { severities } from "../detections/detection.ts";
import type { Answers } from "../incident/finding.ts";
import type { Incident } from "../incident/incident.ts";
import type { Plan } from "./guardrails/guardrail.ts";

/**
 * What the guardrails are told of the findings that a step answers: how sure they are, how bad, and whose call led to them. One look
 * can find the same in several places, and somebody be to blame for one of them only.
 */
export const contextOf = (
  { findings }: Pick<Incident, "findings">,
  { detection, resource, source }: Answers,
): Pick<Plan, "cause" | "confidence" | "severity"> => {
  const answered = findings.filter(
    (finding) => finding.detection === detection && finding.resource.id === resource.id && finding.source === source,
  );
  const [first] = answered;
  if (first === undefined) return { confidence: "Low" };
  const { cause } = answered.find((finding) => finding.cause?.blamed) ?? first;
  const severity = severities.findLast((one) => answered.some((finding) => finding.severity === one));
  return { confidence: first.confidence, ...(severity ? { severity } : {}), ...(cause ? { cause } : {}) };
};

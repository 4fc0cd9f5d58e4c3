import { attackVersion, confidences } from "../../detections/detection.ts";
import type { Finding } from "../../incident/finding.ts";
import type { Told, ToldFinding } from "../told.ts";
import { baseOf, known, ms, type OcsfEvent, text } from "./event.ts";
import { evidenceOf } from "./evidence.ts";

const activityOf = ({ incident, state }: Told) => {
  if (state === "closed") return { id: 3, name: "Close" };
  return incident.told ? { id: 2, name: "Update" } : { id: 1, name: "Create" };
};

const statusOf = ({ incident, state }: Told, { cause }: Finding) => {
  if (state === "closed") return { status_id: 4, status: "Resolved" };
  if (cause?.rehearsal) return { status_id: 3, status: "Suppressed" };
  return incident.told ? { status_id: 2, status: "In Progress" } : { status_id: 1, status: "New" };
};

/** `T1562.001` is a sub-technique of `T1562`. */
const attackOf = (id: string) => {
  const [technique = id, sub] = id.split(".");
  return known({
    version: attackVersion,
    technique: { uid: technique },
    sub_technique: sub === undefined ? undefined : { uid: id },
  });
};

/** A finding with its repeats, as Detection Finding. Source: https://schema.ocsf.io/1.8.0/classes/detection_finding */
export const detectionFinding = (told: Told, { finding, uid, count, first, last }: ToldFinding): OcsfEvent => {
  const { detection, title, severity, confidence, evidence, resource, region, cause, attack, controls } = finding;
  const times = known({ first_seen_time: ms(first), last_seen_time: ms(last) });
  return {
    ...baseOf(told, 2004, activityOf(told), severity),
    ...statusOf(told, finding),
    status_detail: told.stand,
    time: ms(told.now) ?? 0,
    ...known({ start_time: ms(first), end_time: ms(last) }),
    count,
    message: text(`${title}. ${evidence}`, 600),
    is_alert: cause?.rehearsal === undefined,
    confidence_id: confidences.indexOf(confidence) + 1,
    confidence,
    finding_info: {
      uid: text(uid, 400),
      title: text(title, 200),
      desc: text(evidence),
      ...times,
      ...known({ created_time: ms(told.incident.openedAt), modified_time: ms(told.now) }),
      analytic: { uid: detection, name: detection, type_id: 1, type: "Rule" },
      ...(attack.length > 0 ? { attacks: attack.map(attackOf) } : {}),
      ...(controls.length > 0 ? { tags: [{ name: "Security Hub controls", values: controls }] } : {}),
    },
    resources: [{ uid: text(resource.id), type: text(resource.type, 100), region }],
    ...(cause ? { evidences: [evidenceOf(cause)] } : {}),
  };
};

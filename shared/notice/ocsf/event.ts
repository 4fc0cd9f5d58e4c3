import type { Severity } from "../../detections/detection.ts";
import { ascii, plain } from "../plain.ts";
import type { Told } from "../told.ts";

/** The release of the Open Cybersecurity Schema Framework that events are written in. */
export const ocsfVersion = "1.8.0";

/** An event as OCSF has it. Every field is named in this folder one by one: what else stands in the ledger stays there. */
export interface OcsfEvent {
  readonly class_uid: 2004 | 7001;
  readonly [field: string]: unknown;
}

const severityIds = { Low: 2, Medium: 3, High: 4, Critical: 5 } as const satisfies Readonly<Record<Severity, number>>;

/** Milliseconds, as OCSF has times. Undefined where a time cannot be read, so that the field is left out. */
export const ms = (time: string | undefined): number | undefined => {
  const at = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(at) ? undefined : at;
};

/** Without the fields that are not known. */
export const known = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** A text of the attacker's or AWS's, kept short. */
export const text = (said: string, longest = 400): string => plain(said, longest) || "unknown";

/** `aws` of an ARN. */
const partitionOf = (arn: string | undefined): string => /^arn:([a-z-]+):/.exec(arn ?? "")?.[1] ?? "aws";

/** What every event carries. Source: https://schema.ocsf.io/1.8.0/classes, the attributes required of all. */
export const baseOf = (
  { incident, deployment, now }: Told,
  classUid: OcsfEvent["class_uid"],
  activity: { readonly id: number; readonly name: string },
  severity: Severity | "Informational",
) => ({
  class_uid: classUid,
  class_name: classUid === 2004 ? "Detection Finding" : "Remediation Activity",
  category_uid: classUid === 2004 ? 2 : 7,
  category_name: classUid === 2004 ? "Findings" : "Remediation",
  activity_id: activity.id,
  activity_name: activity.name,
  type_uid: classUid * 100 + activity.id,
  severity_id: severity === "Informational" ? 1 : severityIds[severity],
  severity,
  metadata: {
    version: ocsfVersion,
    profiles: ["cloud"],
    product: { name: "Lockkeeper", vendor_name: "Lockkeeper" },
    correlation_uid: ascii(incident.id, 200),
    logged_time: ms(now),
  },
  cloud: {
    provider: "AWS",
    region: deployment.region,
    cloud_partition: partitionOf(incident.findings[0]?.resource.id),
    account: { uid: deployment.account, type_id: 10, type: "AWS Account" },
  },
});

import { most, type Told } from "../told.ts";
import type { OcsfEvent } from "./event.ts";
import { detectionFinding } from "./finding.ts";
import { remediationActivity } from "./remediation.ts";

/**
 * An incident for machines: an event for each finding, and one for each step that has ended. The latest, where there are too many
 * for one message; how often each kind was is in its `count`.
 */
export const ocsfEvents = (told: Told): readonly OcsfEvent[] => [
  ...told.findings.slice(-most).map((finding) => detectionFinding(told, finding)),
  ...told.steps
    .filter(({ outcome }) => outcome !== undefined)
    .slice(-most)
    .map((step) => remediationActivity(told, step)),
];

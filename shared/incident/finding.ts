import type { Step } from "../actions/action.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { Severity } from "../detections/detection.ts";

/** What a detection found out about one resource. Plain data: it travels through queues and is kept in the ledger. */
export interface Finding {
  readonly detection: string;
  readonly title: string;
  readonly severity: Severity;
  readonly attack: readonly string[];
  readonly controls: readonly string[];
  readonly evidence: string;
  readonly resource: { readonly type: string; readonly id: string };
  readonly account: string;
  readonly region: string;
  /** When it was found out, ISO 8601. */
  readonly time: string;
  /** The call that led to it. Absent when nobody's call did: a sweep, a poll. */
  readonly cause?: Cause;
}

/** The call behind a finding, as far as people are told of it. */
export interface Cause
  extends Pick<ApiCall, "eventID" | "service" | "name" | "time" | "actor" | "sourceIp" | "userAgent"> {
  /** Whether that call can have brought about what was found. If not, it only led to a look. */
  readonly blamed: boolean;
  /** The event came out of an archive: what it tells of may have happened long ago. */
  readonly replayed: boolean;
}

/** Something to be done about a finding, and why it is not done where nothing can be. */
export interface PlannedStep extends Step {
  /** Names this step within its incident; the same for the same action and parameters. */
  readonly id: string;
  /** The finding that it answers. */
  readonly detection: string;
  readonly resource: Finding["resource"];
  readonly replayed: boolean;
}

import type { Step } from "../actions/action.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { Confidence, Severity } from "../detections/detection.ts";

/** What a detection found out about one resource. Plain data: it travels through queues and is kept in the ledger. */
export interface Finding {
  readonly detection: string;
  readonly title: string;
  readonly severity: Severity;
  /** How sure it is that this is what it looks like. */
  readonly confidence: Confidence;
  readonly attack: readonly string[];
  readonly controls: readonly string[];
  readonly evidence: string;
  readonly resource: { readonly type: string; readonly id: string };
  readonly account: string;
  readonly region: string;
  /** When it was found out, ISO 8601. */
  readonly time: string;
  /** What led to the look: CloudTrail's event id, or a name of its own where no event did. */
  readonly source: string;
  /** What is so and should not be, for an operator to accept; absent where there is nothing to accept. */
  readonly found?: string;
  /** Other values can be accepted beside this one. */
  readonly several?: true;
  /** The state that was judged, so that whoever brought it about can still be known when their call is heard of later. Never told. */
  readonly state?: unknown;
  /** The call that led to it. Absent when nobody's call did: a sweep, a poll. */
  readonly cause?: Cause;
}

/** The call behind a finding, as far as people are told of it. */
export interface Cause
  extends Pick<ApiCall, "eventID" | "service" | "name" | "time" | "actor" | "sourceIp" | "userAgent"> {
  /** Whether that call can have brought about what was found. If not, it only led to a look. */
  readonly blamed: boolean;
  /** It brought it about, but an AWS service made it for the actor. */
  readonly onBehalf?: true;
  /** Why nothing follows from the event but a message: it came out of an archive, or AWS did not send it. */
  readonly rehearsal?: "replayed" | "test";
}

/** Something to be done about a finding, and why it is not done where nothing can be. */
export interface PlannedStep extends Step {
  /** Names this step within its incident; the same for the same source, action and parameters. */
  readonly id: string;
  /** The finding that it answers. */
  readonly detection: string;
  readonly resource: Finding["resource"];
  readonly source: string;
  /** The detection that was answered at first, where what was done about it has been taken back. What is said of it still counts. */
  readonly relapseOf?: string;
  /** The finding names what is taken away, whoever made the call that it was found by. */
  readonly named?: true;
}

/** The finding that a step answers, as the ledger keeps it with the step. */
export type Answers = Pick<PlannedStep, "detection" | "resource" | "source" | "relapseOf" | "named">;

/** What was found out in one look, and what is to be done. */
export interface Found {
  readonly findings: readonly Finding[];
  readonly steps: readonly PlannedStep[];
  /** What a person has to do about an actor that cannot be contained from here. */
  readonly advice: readonly string[];
  /** Parts of a state that were out of reach for the moment, and are still to be judged. */
  readonly unread?: readonly string[];
}

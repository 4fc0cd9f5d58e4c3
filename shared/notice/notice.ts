import type { AsffFinding } from "./asff.ts";
import type { OcsfEvent } from "./ocsf/event.ts";

/** One message, in the form that each of those who are told wants. */
export interface Notice {
  /** ASCII, at most 100 characters: what e-mail allows on SNS. */
  readonly subject: string;
  readonly email: string;
  /** At most 140 characters. */
  readonly sms: string;
  /** A custom notification of Amazon Q Developer in chat applications, JSON. */
  readonly chat: string;
  /** For machines: an array of OCSF events, or an object that says its `type`. */
  readonly json: string;
  /** For filter policies on subscriptions; SNS takes no more than five keys in one. */
  readonly attributes: Readonly<Record<string, string>>;
  /** For the event bus; the same as in `json`. */
  readonly events: readonly OcsfEvent[];
  /** For Security Hub. */
  readonly findings: readonly AsffFinding[];
}

import { type Severity, severities } from "../detections/detection.ts";
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

/** Without characters that could forge lines, headers or terminal sequences: parts of a message are an attacker's own words. */
export const plain = (text: string, longest: number): string => {
  const clean = text
    .replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, " ")
    // A link in an attacker's words must not be one that a mail program makes clickable.
    .replaceAll("://", ":// ")
    .toWellFormed()
    .trim();
  return clean.length <= longest ? clean : `${clean.slice(0, longest - 3).replace(/[\ud800-\udbff]$/, "")}...`;
};

/** For subjects and SMS: ASCII only. */
export const ascii = (text: string, longest: number): string => plain(text.replace(/[^\u0020-\u007e]/g, "?"), longest);

/** The gravest of some severities. */
export const highest = (found: readonly Severity[]): Severity =>
  found.reduce((high, severity) => (severities.indexOf(severity) > severities.indexOf(high) ? severity : high), "Low");

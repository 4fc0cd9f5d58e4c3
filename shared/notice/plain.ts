import { type Severity, severities } from "../detections/detection.ts";

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

import type { Cause } from "../../incident/finding.ts";
import { plain } from "../plain.ts";
import { most, type Repeats } from "../told.ts";

/** A line that says one thing, with what it is in front. */
export const row = (label: string, text: string): string => `${label.padEnd(9)}${text}`;

/** What happened once says when; what happened again says how often, too. */
export const times = ({ count, first, last }: Repeats): string =>
  count === 1 ? plain(last, 40) : `${count} times between ${plain(first, 40)} and ${plain(last, 40)}`;

/** The first of many, and how many more there are. */
export const capped = <T>(
  all: readonly T[],
  linesOf: (one: T) => readonly string[],
  what: string,
): readonly string[] => [
  ...all.slice(0, most).flatMap(linesOf),
  ...(all.length > most
    ? [`  And ${all.length - most} more ${what}: see the whole incident with the command below.`]
    : []),
];

/** Who made a call, with what, and from where. */
export const who = ({ actor, sourceIp, userAgent }: Cause): string => {
  const { credential } = actor;
  const key = "accessKeyId" in credential && credential.accessKeyId ? `, key ${plain(credential.accessKeyId, 40)}` : "";
  return `${plain(actor.name, 200)} (${credential.kind}${key}), from ${plain(sourceIp ?? "unknown", 60)}, ${plain(userAgent ?? "no user agent", 80)}`;
};

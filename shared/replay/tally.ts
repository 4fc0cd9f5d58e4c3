import { evictsOf } from "../actions/action.ts";
import { identityActions, resourceActions } from "../actions/index.ts";
import { severities } from "../detections/detection.ts";
import type { Replayed } from "./judge.ts";
import type { Replay } from "./judge-all.ts";

/** What a replay came to, counted; for the terminal and for the report. */

/** How often each value comes, most first. */
export const tally = (values: readonly string[]): readonly (readonly [string, number])[] => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
};

/** The severities that there are, highest first, each with how many: `2 Critical, 1 Low`. */
export const bySeverity = (findings: readonly Replayed[]): string =>
  severities
    .toReversed()
    .map((severity) => [severity, findings.filter((one) => one.severity === severity).length] as const)
    .filter(([, n]) => n > 0)
    .map(([severity, n]) => `${n} ${severity}`)
    .join(", ");

const takes = new Set(evictsOf([...identityActions, ...resourceActions]));

/** The findings that would have cost somebody their rights. */
export const taken = (findings: readonly Replayed[]): readonly Replayed[] =>
  findings.filter(({ steps }) => steps.some(({ action }) => takes.has(action)));

/** Those for which something would have been put right. */
export const put = (findings: readonly Replayed[]): readonly Replayed[] =>
  findings.filter(({ steps }) => steps.some(({ action }) => !takes.has(action)));

const weekMs = 7 * 24 * 3_600_000;
export const weeksOf = (period: Replay["period"]): number =>
  period ? Math.max(1, (Date.parse(period.to) - Date.parse(period.from)) / weekMs) : 1;

import { severities } from "../detections/detection.ts";
import { plain } from "../notice/plain.ts";
import type { Replay } from "./run.ts";

/** How often each value comes, most first. */
const tally = (values: readonly string[]): readonly (readonly [string, number])[] => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
};

const few = 20;
const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0
    ? []
    : [
        "",
        title,
        ...lines.slice(0, few).map((line) => `  ${line}`),
        ...(lines.length > few ? [`  and ${lines.length - few} more`] : []),
      ];

const weekMs = 7 * 24 * 3_600_000;

/** What Lockkeeper would have done, for people at a terminal. Texts of callers are shown without characters that could forge a line. */
export const summaryLines = (replay: Replay): readonly string[] => {
  const { files, records, duplicates, problems, period, accounts, findings, unjudged, seconds } = replay;
  const taken = findings.filter(({ steps }) => steps.some(({ action }) => /^(deactivate|deny|revoke)-/.test(action)));
  const restored = findings.filter(({ steps }) =>
    steps.some(({ action }) => !/^(deactivate|deny|revoke)-/.test(action)),
  );
  const weeks = period ? Math.max(1, (Date.parse(period.to) - Date.parse(period.from)) / weekMs) : 1;
  const counted = (values: readonly string[]) => tally(values).map(([value, n]) => `${n} × ${plain(value, 150)}`);
  return [
    `${records} records in ${files} ${files === 1 ? "file" : "files"}${duplicates ? `, ${duplicates} of them twice` : ""}; ${seconds.toFixed(1)} s`,
    ...(period
      ? [`Calls on streams from ${period.from} to ${period.to}, in ${accounts.join(", ")}`]
      : ["No call on a stream"]),
    findings.length === 0
      ? "Nothing would have been found."
      : `${findings.length} findings, ${(findings.length / weeks).toFixed(1)} in a week: ${severities
          .toReversed()
          .map((severity) => [severity, findings.filter((one) => one.severity === severity).length] as const)
          .filter(([, n]) => n > 0)
          .map(([severity, n]) => `${n} ${severity}`)
          .join(", ")}`,
    ...section("By detection:", counted(findings.map(({ detection }) => detection))),
    ...section("Rights would have been taken from:", counted(taken.map(({ actor }) => actor))),
    ...section("These would have been put right:", counted(restored.map(({ resource }) => resource))),
    ...section(
      "Findings:",
      findings.map(
        ({ time, severity, detection, actor, evidence }) =>
          `${time} ${severity} ${detection}: ${plain(evidence, 160)} (${plain(actor, 100)})`,
      ),
    ),
    ...section("Could not be judged:", counted(unjudged.map(({ eventName, reason }) => `${eventName}: ${reason}`))),
    ...section(
      "Could not be read:",
      problems.map(({ source, line, problem }) => `${source}${line > 0 ? `:${line}` : ""}: ${plain(problem, 150)}`),
    ),
  ];
};

/** One JSON object a line: the findings, and what there was in all. */
export const jsonLines = ({ findings, ...replay }: Replay): readonly string[] => {
  const { files, records, duplicates, problems, seconds } = replay;
  const perSecond = Math.round(records / Math.max(seconds, 0.001));
  const summary = { files, records, duplicates, unreadable: problems.length, findings: findings.length };
  return [
    ...findings.map((finding) => JSON.stringify(finding)),
    JSON.stringify({ summary: { ...summary, seconds: Number(seconds.toFixed(3)), recordsPerSecond: perSecond } }),
  ];
};

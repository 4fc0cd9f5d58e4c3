import { plain } from "../notice/plain.ts";
import type { Replay } from "./judge-all.ts";
import { bySeverity, put, taken, tally, weeksOf } from "./tally.ts";

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

/** What Lockkeeper would have done, for people at a terminal. Texts of callers are shown without characters that could forge a line. */
export const summaryLines = (replay: Replay): readonly string[] => {
  const { files, records, duplicates, problems, period, accounts, findings, unjudged, seconds } = replay;
  const weeks = weeksOf(period);
  const counted = (values: readonly string[]) => tally(values).map(([value, n]) => `${n} × ${plain(value, 150)}`);
  return [
    `${records} records in ${files} ${files === 1 ? "file" : "files"}${duplicates ? `, ${duplicates} of them twice` : ""}; ${seconds.toFixed(1)} s`,
    ...(period
      ? [`Calls that could matter from ${period.from} to ${period.to}, in ${accounts.join(", ")}`]
      : ["No call could matter."]),
    findings.length === 0
      ? "Nothing would have been found."
      : `${findings.length} findings, ${(findings.length / weeks).toFixed(1)} in a week: ${bySeverity(findings)}`,
    ...section("By detection:", counted(findings.map(({ detection }) => detection))),
    ...section("Rights would have been taken from:", counted(taken(findings).map(({ actor }) => actor))),
    ...section("These would have been put right:", counted(put(findings).map(({ resource }) => resource))),
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

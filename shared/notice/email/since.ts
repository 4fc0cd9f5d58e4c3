import { plain } from "../plain.ts";
import { toldFindings } from "../repeats.ts";
import type { Told, ToldStep } from "../told.ts";
import { decisionLine } from "./decisions.ts";
import { capped, times } from "./rows.ts";
import { saidOf } from "./steps.ts";

const stepNews = (since: string, { action, step, record, outcome, target }: ToldStep): readonly string[] => {
  const title = action?.title ?? plain(step.action, 100);
  const isNew = (at: string | undefined) => at !== undefined && at > since;
  return [
    ...(isNew(record?.endedAt) ? [`${title}: ${saidOf(outcome)}`] : []),
    ...(record?.trouble && !outcome ? [`${title} is not done yet: ${plain(record.trouble, 300)}`] : []),
    ...(isNew(record?.relapsedAt) ? [`${plain(target, 300)} is not as it was left any more`] : []),
    ...(isNew(record?.undoneAt) ? [`Undo of "${title}": ${saidOf(record?.undo)}`] : []),
  ];
};

/** What is new to somebody who has read the last message; nothing in the first. */
export const sinceLines = ({ incident, steps }: Told): readonly string[] => {
  const since = incident.told?.at;
  if (since === undefined) return [];
  const found = toldFindings({ ...incident, findings: incident.findings.filter(({ time }) => time > since) });
  const news = [
    ...found.map(
      (told) => `${plain(told.finding.title, 200)} (${plain(told.finding.resource.id, 300)}), ${times(told)}`,
    ),
    ...steps.flatMap((told) => stepNews(since, told)),
    ...incident.decisions.filter(({ at }) => at > since).map(decisionLine),
  ];
  if (news.length === 0) return [];
  return [`Since the last message (${plain(since, 40)})`, ...capped(news, (one) => [`  ${one}`], "changes"), ""];
};

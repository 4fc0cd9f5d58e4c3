import type { Finding } from "../incident/finding.ts";
import type { Decision, Incident, StepRecord } from "../incident/incident.ts";
import type { Outcome, RehearsedCall } from "../incident/outcome.ts";
import type { Exemption } from "../ledger/control.ts";
import { plain } from "../notice/plain.ts";

/** One line of text each, for people at a terminal: no word of an attacker's can forge another line. */
export const outcomeLine = (outcome: Outcome | undefined): string => {
  switch (outcome?.type) {
    case undefined:
      return "under way";
    case "compliant":
      return "nothing to do, it was so already";
    case "held":
      return `held by ${outcome.by}: ${plain(outcome.reason, 300)}`;
    case "awaiting-approval":
      return `awaits approval until ${outcome.until}, held by ${outcome.by}: ${plain(outcome.reason, 300)}`;
    case "rejected":
      return `rejected by ${plain(outcome.by, 200)}${outcome.reason ? `: ${plain(outcome.reason, 300)}` : ""}`;
    case "verified":
      return "done, and seen to be so";
    case "unverified":
      return "done, but NOT seen to have worked";
    case "failed":
      return `FAILED: ${plain(outcome.error, 300)}`;
  }
};

export const findingLine = ({ detection, evidence, resource, cause, severity }: Finding): string => {
  const who = cause ? ` ${cause.blamed ? "By" : "Seen with a call of"} ${plain(cause.actor.name, 200)}.` : "";
  return `${severity} ${detection} on ${plain(resource.id, 200)}: ${plain(evidence, 400)}${who}`;
};

export const callLine = ({ call, input }: RehearsedCall): string =>
  `${call} ${plain(JSON.stringify(input) ?? "", 600)}`;

export const stepLine = (id: string, action: string, record: StepRecord | undefined, resource: string): string =>
  `${plain(id, 100)} (${plain(action, 60)} on ${plain(record?.change?.resource ?? resource, 200)}): ${outcomeLine(record?.outcome)}`;

export const decisionLine = ({ kind, by, step, reason }: Decision): string =>
  `${kind}${step ? ` ${plain(step, 100)}` : ""} by ${plain(by, 200)}${reason ? `: ${plain(reason, 500)}` : ""}`;

export const exemptionLine = (one: Exemption, now: string): string => {
  const what = [one.principal, one.resource, one.detection].filter((part) => part !== undefined).join(" and ");
  const end = Date.parse(one.until) > Date.parse(now) ? `until ${one.until}` : `EXPIRED ${one.until}`;
  return `${plain(one.id, 60)}  ${plain(what, 400)}, ${end}, ${plain(one.owner, 100)}: ${plain(one.reason, 300)}`;
};

/** When what became of an incident, oldest first. */
export const timelineOf = ({
  openedAt,
  findings,
  records,
  decisions,
  told,
}: Incident): readonly (readonly [string, string])[] =>
  [
    [openedAt, "opened"] as const,
    ...findings.map((finding) => [finding.time, `found: ${findingLine(finding)}`] as const),
    ...[...records.values()].flatMap(({ id, endedAt, outcome, undoneAt, ...record }) => [
      ...(endedAt ? [[endedAt, `step ${plain(id, 100)}: ${outcomeLine(outcome)}`] as const] : []),
      ...(undoneAt ? [[undoneAt, `undo of ${plain(id, 100)}: ${outcomeLine(record.undo)}`] as const] : []),
    ]),
    ...decisions.map((decision) => [decision.at, decisionLine(decision)] as const),
    ...(told
      ? [[told.at, `people were told, ${told.count} ${told.count === 1 ? "time" : "times"} by now`] as const]
      : []),
  ].toSorted(([a], [b]) => (a < b ? -1 : 1));

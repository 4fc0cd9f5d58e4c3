import type { Countermeasure } from "../actions/action.ts";
import { attackVersion } from "../detections/detection.ts";
import type { Cause, Finding, PlannedStep } from "../incident/finding.ts";
import type { Outcome } from "../incident/outcome.ts";
import type { Incident } from "../ledger/incident.ts";
import { ascii, highest, type Notice, plain } from "./notice.ts";

/** What a person is told of an action. */
export interface ActionTitle {
  readonly id: string;
  readonly title: string;
  readonly countermeasure: Countermeasure;
  readonly limits?: string;
}

const shortName = (id: string): string => id.slice(Math.max(id.lastIndexOf("/"), id.lastIndexOf(":")) + 1);

const saidOf = (outcome: Outcome | undefined): string => {
  switch (outcome?.type) {
    case undefined:
      return "still under way";
    case "compliant":
      return "nothing to do, it is so already";
    case "held":
      return `held by ${outcome.by}: ${outcome.reason}`;
    case "verified":
      return "done, and seen to be so";
    case "unverified":
      return "done, but NOT seen to have worked: look at it";
    case "failed":
      return `FAILED: ${plain(outcome.error, 300)}`;
  }
};

const who = ({ actor, sourceIp, userAgent }: Cause): string => {
  const key =
    "accessKeyId" in actor.credential && actor.credential.accessKeyId ? `, key ${actor.credential.accessKeyId}` : "";
  return `${plain(actor.name, 200)} (${actor.credential.kind}${key}), from ${plain(sourceIp ?? "unknown", 60)}, ${plain(userAgent ?? "no user agent", 80)}`;
};

const row = (label: string, text: string): string => `${label.padEnd(9)}${text}`;

const findingLines = (finding: Finding): readonly string[] => [
  row("What", `${finding.title}. ${plain(finding.evidence, 400)}`),
  row("Where", finding.resource.id),
  ...(finding.cause
    ? [
        row(
          "When",
          `${finding.cause.time}, ${finding.cause.service}:${plain(finding.cause.name, 80)}, event ${finding.cause.eventID}`,
        ),
        row(finding.cause.blamed ? "Who" : "Seen by", who(finding.cause)),
      ]
    : [row("When", `found ${finding.time}, no call is known to have caused it`)]),
  row(
    "Known as",
    [
      `ATT&CK ${attackVersion} ${finding.attack.join(", ")}`,
      ...finding.controls.map((id) => `Security Hub ${id}`),
    ].join("; "),
  ),
  "",
];

const isDone = (outcome: Outcome | undefined) => outcome?.type === "verified" || outcome?.type === "compliant";

const headline = (outcomes: readonly (Outcome | undefined)[], advice: readonly string[]): string => {
  if (outcomes.length > 0 && outcomes.every(isDone) && advice.length === 0) return "contained and restored";
  if (outcomes.every((outcome) => outcome?.type === "held")) return "seen, nothing changed";
  return "needs a person";
};

/** What people are told of an incident. `titles`: the actions by their ids, for words that a person would use. */
export const incidentNotice = (incident: Incident, titles: readonly ActionTitle[]): Notice => {
  const { findings, steps, advice, records } = incident;
  const severity = highest(findings.map((finding) => finding.severity));
  const outcomeOf = (step: PlannedStep) => records.get(step.id)?.outcome;
  const state = headline(steps.map(outcomeOf), advice);
  const [first] = findings;
  const where = shortName(first?.resource.id ?? incident.id);
  const title = first?.title ?? "Incident";

  const stepLines = steps.flatMap((step) => {
    const known = titles.find(({ id }) => id === step.action);
    const outcome = outcomeOf(step);
    const target = records.get(step.id)?.change?.resource ?? step.resource.id;
    return [
      `  ${known?.title ?? step.action}: ${saidOf(outcome)}`,
      `      ${step.action} on ${plain(target, 200)}`,
      ...(known?.limits && outcome?.type !== "held" ? [`      ${known.limits}`] : []),
    ];
  });
  const email = [
    `${severity}: ${title} (${where}). ${state[0]?.toUpperCase()}${state.slice(1)}.`,
    "",
    ...findings.flatMap(findingLines),
    "What was done",
    ...(stepLines.length > 0 ? stepLines : ["  Nothing: there is no step for this."]),
    "",
    "What to do next",
    ...(advice.length > 0 ? advice.map((line) => `  ${line}`) : []),
    ...(state === "contained and restored"
      ? ["  Find out how the credential was lost, and what else it was used for."]
      : []),
    ...(steps.some((step) => !isDone(outcomeOf(step))) ? ["  Do by hand what was not done above."] : []),
    "",
    `Incident ${incident.id}, opened ${incident.openedAt}, account ${first?.account}, ${first?.region}`,
    "",
  ].join("\n");

  const json = JSON.stringify({
    schema: "lockkeeper.incident/1",
    incident: incident.id,
    openedAt: incident.openedAt,
    severity,
    state,
    findings,
    steps: steps.map((step) => ({
      id: step.id,
      action: step.action,
      countermeasure: titles.find(({ id }) => id === step.action)?.countermeasure,
      answers: step.detection,
      resource: records.get(step.id)?.change?.resource ?? step.resource.id,
      outcome: outcomeOf(step) ?? null,
    })),
    advice,
  });
  return {
    subject: ascii(`[Lockkeeper] ${severity}: ${title} (${where}), ${state}`, 100),
    email,
    sms: ascii(`Lockkeeper ${severity}: ${title} (${where}), ${state}. Incident ${incident.id.slice(0, 8)}`, 140),
    json,
    attributes: {
      severity,
      state,
      detection: first?.detection ?? "none",
      resource: where,
      account: first?.account ?? "unknown",
    },
  };
};

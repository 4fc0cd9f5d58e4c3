import { attackVersion } from "../detections/detection.ts";
import type { Cause, Finding } from "../incident/finding.ts";
import type { Incident } from "../incident/incident.ts";
import type { Outcome } from "../incident/outcome.ts";
import { plain } from "./notice.ts";
import { isDone, type Told, type ToldStep } from "./told.ts";

const saidOf = (outcome: Outcome | undefined): string => {
  switch (outcome?.type) {
    case undefined:
      return "still under way";
    case "compliant":
      return "nothing to do, it is so already";
    case "held":
      return `held by ${outcome.by}: ${outcome.reason}`;
    case "awaiting-approval":
      return `awaiting approval until ${outcome.until}: ${outcome.reason}`;
    case "rejected":
      return `rejected by ${outcome.by}`;
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

const stepLines = ({ step, action, target, outcome }: ToldStep): readonly string[] => {
  const wasDone = outcome?.type === "verified" || outcome?.type === "unverified";
  return [
    `  ${action?.title ?? step.action}: ${saidOf(outcome)}`,
    `      ${step.action} on ${plain(target, 200)}`,
    ...(action?.limits && wasDone ? [`      ${action.limits}`] : []),
  ];
};

const nextLines = ({ advice }: Incident, { state, steps }: Told): readonly string[] => {
  const lines = [
    ...advice.map((line) => plain(line, 400)),
    ...(steps.some(({ outcome }) => outcome !== undefined && !isDone(outcome))
      ? ["Do by hand what was not done above."]
      : []),
    ...(state === "under way" ? ["Wait for the next message: some steps have not ended yet."] : []),
    ...(state.startsWith("contained") ? ["Find out how the credential was lost, and what else it was used for."] : []),
  ];
  return lines.length > 0 ? lines.map((line) => `  ${line}`) : ["  Find out who or what did this, and why."];
};

/** An incident for people: what, where, when, who; what was done; what to do next. */
export const incidentEmail = (incident: Incident, told: Told): string => {
  const { severity, title, where, state, steps } = told;
  const [first] = incident.findings;
  return [
    `${severity}: ${title} (${where}). ${state[0]?.toUpperCase()}${state.slice(1)}.`,
    "",
    ...incident.findings.flatMap(findingLines),
    "What was done",
    ...(steps.length > 0 ? steps.flatMap(stepLines) : ["  Nothing: there is no step for this."]),
    "",
    "What to do next",
    ...nextLines(incident, told),
    "",
    `Incident ${incident.id}, opened ${incident.openedAt}, account ${first?.account}, ${first?.region}`,
    "",
  ].join("\n");
};

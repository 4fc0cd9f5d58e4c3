import { isSuperseded, pending, standing } from "../incident/incident.ts";
import { plain } from "./plain.ts";
import { type Deployment, most, type Told } from "./told.ts";

/** Something that a person can do about an incident: why, and the command that does it. */
export interface Command {
  readonly why: string;
  readonly line: string;
}

/** As one word for a shell, whatever is in it: an id can be somebody else's choice. */
export const word = (text: string): string =>
  /^[\w.:/@=+-]+$/.test(text) ? text : `'${plain(text, 300).replaceAll("'", "'\\''")}'`;

/** A command of this deployment, ready to paste. */
export const command = ({ stage, region }: Deployment, verb: string, ...options: readonly string[]): string =>
  ["npx serverless lockkeeper", verb, "--stage", word(stage), "--region", word(region), ...options].join(" ");

const titleOf = ({ incident, steps }: Told, id: string): string => {
  const name = incident.steps.find((step) => step.id === id)?.action;
  const told = steps.find(({ step }) => step.action === name);
  return plain(told?.action?.title ?? name ?? id, 100).replace(/^./, (first) => first.toLowerCase());
};

/** What can be done about an incident as it stands, the most urgent first. */
export const commandsFor = (told: Told): readonly Command[] => {
  const { incident, deployment, state, findings } = told;
  const line = (verb: string, ...options: readonly string[]) =>
    command(deployment, verb, "--incident", word(incident.id), ...options);
  const waiting = pending(incident).slice(0, most);
  const stands = standing(incident).filter(({ undoOrder }) => !undoOrder);
  const acceptable = [...new Set(findings.flatMap(({ finding }) => (finding.found ? [finding.detection] : [])))];

  const decide = waiting.flatMap(({ id }) => {
    const outcome = incident.records.get(id)?.outcome;
    const titled = titleOf(told, id);
    const reject = { why: `Say that it need not be done (${titled})`, line: line("reject", "--step", word(id)) };
    if (outcome?.type !== "awaiting-approval") return [reject];
    const why = `Have it done (${titled}); until ${plain(outcome.until, 40)}`;
    return [{ why, line: line("approve", "--step", word(id)) }, reject];
  });
  const undo = stands.length > 0 ? [{ why: "Take back all that was done", line: line("undo") }] : [];
  // What another step on the same resource has come after can be undone only together with it.
  const latest = stands.filter((record) => !isSuperseded(incident, record));
  const undoOne =
    latest.length > 1
      ? latest.slice(0, most).map(({ id }) => ({
          why: `Take back one step (${titleOf(told, id)})`,
          line: line("undo", "--step", word(id)),
        }))
      : [];
  const accept = acceptable.map((detection) => ({
    why: "If it is meant to be so: accept it",
    line: line("accept", "--detection", word(detection), '--reason "..."'),
  }));
  const close = { why: "When nothing is left to do: close it", line: line("close", '--reason "..."') };
  return [
    ...decide,
    ...undo,
    ...undoOne,
    ...(state === "closed" ? [] : accept),
    ...(state === "closed" || state === "open" ? [] : [close]),
    { why: "See all of it", line: line("show") },
  ];
};

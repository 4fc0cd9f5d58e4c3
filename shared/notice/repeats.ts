import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Finding } from "../incident/finding.ts";
import type { Incident } from "../incident/incident.ts";
import type { Outcome } from "../incident/outcome.ts";
import type { ActionTitle, ToldFinding, ToldStep } from "./told.ts";

/** Who is blamed for a finding; nobody, if a call only led to the look. */
export const blamedIn = ({ cause }: Finding): string | undefined => (cause?.blamed ? cause.actor.name : undefined);

/** What makes two ends of a step the same kind: what held it, but not what was said of it. */
export const kindOf = (outcome: Outcome | undefined): string =>
  outcome === undefined ? "under way" : "by" in outcome ? `${outcome.type} by ${outcome.by}` : outcome.type;

/** Puts together what is alike, in the order in which each kind came first. */
const merged = <T>(all: readonly T[], keyOf: (one: T) => string): readonly (readonly [T, ...T[]])[] => {
  const groups = new Map<string, [T, ...T[]]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return [...groups.values()];
};

const span = (times: readonly string[]) => {
  const sorted = times.toSorted();
  return { count: times.length, first: sorted[0] ?? "", last: sorted.at(-1) ?? "" };
};

/** What a finding is about. Where several such things can be so at once, each is told for itself. */
const whatOf = ({ detection, resource, several, found }: Finding) => [
  detection,
  resource.id,
  ...(several ? [found] : []),
];

/** Of several things that are so at once, the event of each leads to a look that finds them all; whose doing one is, its own event says. */
const isExplained = (one: Finding, findings: readonly Finding[]): boolean =>
  one.several === true &&
  blamedIn(one) === undefined &&
  findings.some((other) => blamedIn(other) !== undefined && isDeepStrictEqual(whatOf(other), whatOf(one)));

/** The findings of an incident, repeats put together. */
export const toldFindings = ({ id, findings }: Incident): readonly ToldFinding[] =>
  merged(
    findings.filter((one) => !isExplained(one, findings)),
    (one) => JSON.stringify([...whatOf(one), blamedIn(one) ?? null, one.cause?.rehearsal ?? null]),
  ).map((group) => {
    const finding = group.at(-1) ?? group[0];
    const [, ...what] = whatOf(finding);
    const parts = JSON.stringify([...what, blamedIn(finding) ?? null, finding.cause?.rehearsal ?? null]);
    const uid = `${id}/${finding.detection}/${createHash("sha256").update(parts).digest("hex").slice(0, 12)}`;
    return { finding, uid, ...span(group.map(({ time, cause }) => cause?.time ?? time)) };
  });

/** Every step of an incident with what became of it, none put together. */
export const eachStep = ({ steps, records, openedAt }: Incident, titles: readonly ActionTitle[]): readonly ToldStep[] =>
  steps.map((step) => {
    const record = records.get(step.id);
    const at = record?.endedAt ?? record?.begunAt ?? openedAt;
    return {
      step,
      record,
      action: titles.find(({ id }) => id === step.action),
      target: record?.change?.resource ?? step.resource.id,
      outcome: record?.outcome,
      count: 1,
      first: at,
      last: at,
    };
  });

/** The steps of an incident, repeats put together. What still stands is not put together with what was undone. */
export const toldSteps = (incident: Incident, titles: readonly ActionTitle[]): readonly ToldStep[] =>
  merged(eachStep(incident, titles), ({ step, record, target, outcome }) =>
    JSON.stringify([step.action, target, kindOf(outcome), kindOf(record?.undo), record?.relapsedAt !== undefined]),
  ).map((group) => ({ ...(group.at(-1) ?? group[0]), ...span(group.map(({ last }) => last)) }));

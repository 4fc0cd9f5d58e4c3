import { createHash } from "node:crypto";
import { evictsOf } from "../actions/action.ts";
import { type Incident, stateOf } from "../incident/incident.ts";
import { highest } from "./plain.ts";
import { blamedIn, eachStep, kindOf } from "./repeats.ts";
import type { ActionTitle } from "./told.ts";

const distinct = (all: readonly string[]): readonly string[] => [...new Set(all)].toSorted();

/**
 * What people would be told anew: when none of it has changed since the last message, there is none. How often something was,
 * and when, is not in it, so that repeats of one kind are counted and not sent.
 */
export const digestOf = (incident: Incident, titles: readonly ActionTitle[]): string => {
  const { findings, advice, decisions } = incident;
  const steps = eachStep(incident, titles);
  const kinds = {
    state: stateOf(incident, evictsOf(titles)),
    severity: highest(findings.map(({ severity }) => severity)),
    found: distinct(findings.map(({ detection, resource }) => `${detection} ${resource.id}`)),
    blamed: distinct(findings.map((finding) => blamedIn(finding) ?? "")),
    ended: distinct(
      steps.flatMap(({ step, target, outcome }) => (outcome ? [`${step.action} ${target} ${kindOf(outcome)}`] : [])),
    ),
    undone: distinct(
      steps.flatMap(({ step, target, record }) =>
        record?.undo ? [`${step.action} ${target} ${kindOf(record.undo)}`] : [],
      ),
    ),
    decisions: distinct(
      decisions.map(({ kind, by, step, reason }) => JSON.stringify([kind, by, step ?? null, reason ?? null])),
    ),
    // Only what kind of error it is: the same one can be worded differently at every try.
    trouble: distinct(
      steps.flatMap(({ step, target, record, outcome }) =>
        record?.trouble && !outcome ? [`${step.action} ${target} ${record.trouble.split(":")[0]}`] : [],
      ),
    ),
    advice: distinct(advice),
  };
  return createHash("sha256").update(JSON.stringify(kinds)).digest("hex");
};

import type { Incident } from "../../shared/incident/incident.ts";

/** How each step of some incidents ended, by the names of the actions. */
export const outcomesOf = (incidents: readonly (Incident | undefined)[]): readonly string[] =>
  incidents
    .flatMap((incident) => [...(incident?.records.values() ?? [])])
    .map(({ action, outcome }) => `${action}: ${outcome?.type}`)
    .sort();

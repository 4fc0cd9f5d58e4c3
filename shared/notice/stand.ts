import { type Incident, isUndone, type State, standing } from "../incident/incident.ts";
import { wasCarriedOut } from "../incident/outcome.ts";

/** How an incident stands, in words: a little more than its state, for people who read nothing but the subject. */
export const standOf = (incident: Incident, state: State, evicts: readonly string[]): string => {
  const { steps, records } = incident;
  const outcomes = steps.map(({ id }) => records.get(id)?.outcome);
  if (state === "open") return "under way";
  if (state === "closed") return "closed";
  if (outcomes.some((outcome) => outcome?.type === "awaiting-approval")) return "awaiting approval";
  if (outcomes.length > 0 && outcomes.every((outcome) => outcome?.type === "held")) return "seen, nothing changed";
  if (state === "needs-a-person") return "needs a person";
  const stands = standing(incident);
  const done = [...records.values()].filter(({ outcome }) => wasCarriedOut(outcome));
  if (done.length > 0 && done.every(isUndone)) return "undone";
  if (outcomes.every((outcome) => outcome?.type === "rejected")) return "rejected, nothing changed";
  // Nobody contained: nobody is known to have done it, so that the resource may be restored and they still be there.
  const evicted = steps.some(({ id, action }) => evicts.includes(action) && isStill(incident, id));
  const restored = steps.some(({ id, action }) => !evicts.includes(action) && isStill(incident, id));
  if (evicted && restored) return "contained and restored";
  return evicted ? "contained" : stands.length > 0 || restored ? "restored" : state;
};

/** Whether it is as the step wanted it: done and not undone, or so already. */
const isStill = ({ records }: Incident, id: string): boolean => {
  const record = records.get(id);
  if (record === undefined || isUndone(record)) return false;
  return record.outcome?.type === "compliant" || record.outcome?.type === "verified";
};

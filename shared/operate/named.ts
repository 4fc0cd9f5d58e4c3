import type { PlannedStep } from "../incident/finding.ts";
import type { Incident } from "../incident/incident.ts";
import { incidentsOn, readIncident } from "../ledger/incident.ts";
import type { Ledger } from "../ledger/table.ts";
import { plain } from "../notice/plain.ts";
import { requireUnblamed } from "./operator.ts";
import { Refused } from "./refused.ts";
import type { Desk } from "./verb.ts";

/** How many days back an incident goes by the beginning of its id. */
const namedDays = 14;
const shortest = 8;
const dayMs = 86_400_000;

/** The ids of the incidents of the last days, newest first. */
export const recentIncidents = async (ledger: Ledger<"dynamodb:Query">, days: number): Promise<readonly string[]> => {
  const now = ledger.now().getTime();
  const dates = Array.from({ length: days }, (_, back) => new Date(now - back * dayMs).toISOString());
  return (await Promise.all(dates.map((day) => incidentsOn(ledger, day)))).flat();
};

/** The one that is named: by its id, or by a beginning that no other has. @throws Refused */
const theOne = (what: string, name: string, ids: readonly string[]): string => {
  if (ids.includes(name)) return name;
  const [id, ...others] = ids.filter((one) => one.startsWith(name));
  if (id === undefined) throw new Refused(`${what} ${plain(name, 80)}: expected one that is on record`);
  if (others.length === 0) return id;
  throw new Refused(`${what} ${plain(name, 80)}: expected more of its id, since ${others.length + 1} begin so`);
};

/** The incident of that id, or of the last days' the one whose id begins so. @throws Refused */
export const incidentNamed = async (ledger: Ledger<"dynamodb:Query">, name: string): Promise<Incident> => {
  const exact = await readIncident(ledger, name);
  if (exact) return exact;
  if (name.length < shortest)
    throw new Refused(
      `incident ${plain(name, 80)}: expected its id, or the first ${shortest} characters of it or more`,
    );
  const found = await readIncident(ledger, theOne("incident", name, await recentIncidents(ledger, namedDays)));
  if (found) return found;
  throw new Refused(`incident ${plain(name, 80)}: expected one that is on record`);
};

/** The incident, if whoever orders may decide about it. @throws Refused */
export const incidentToDecide = async ({ ledger, person }: Desk, name: string): Promise<Incident> => {
  const incident = await incidentNamed(ledger, name);
  requireUnblamed(incident, person);
  return incident;
};

/** The step of that id, or the only one whose id begins so. @throws Refused */
export const stepNamed = ({ id, steps }: Incident, name: string): PlannedStep => {
  const step = theOne(
    `step of incident ${id}:`,
    name,
    steps.map((one) => one.id),
  );
  return steps.find((one) => one.id === step) as PlannedStep;
};

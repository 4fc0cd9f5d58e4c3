import type { Found } from "../incident/finding.ts";
import type { Decision, Incident } from "../incident/incident.ts";
import { stepRecordOf } from "./step-item.ts";
import { expiry, type Item, keptDays, keys, type Ledger, putNew, queryAll, toValues } from "./table.ts";

const named = (items: readonly Item[], prefix: string) => items.filter(({ sk }) => String(sk).startsWith(prefix));

const decisionOf = ({ decision }: Item): Decision => JSON.parse(String(decision)) as Decision;

const incidentOf = (id: string, items: readonly Item[]): Incident | undefined => {
  const looks = named(items, "found#");
  const [first] = looks;
  if (first === undefined) return undefined;
  const found = looks.map((item) => JSON.parse(String(item["found"])) as Found);
  const told = items.find(({ sk }) => sk === keys.told);
  const records = items.map(stepRecordOf).filter((record) => record !== undefined);
  return {
    id,
    openedAt: String(first["at"]),
    findings: found.flatMap(({ findings }) => findings),
    steps: found.flatMap(({ steps }) => steps),
    advice: [...new Set(found.flatMap(({ advice }) => advice))],
    records: new Map(records.map((record) => [record.id, record])),
    decisions: named(items, "decision#").map(decisionOf),
    ...(told ? { told: { at: String(told["at"]), digest: String(told["digest"]), count: Number(told["count"]) } } : {}),
  };
};

/** Everything that the ledger holds of an incident; undefined if there is none of that id. */
export const readIncident = async (ledger: Ledger<"dynamodb:Query">, id: string): Promise<Incident | undefined> =>
  incidentOf(id, await queryAll(ledger, keys.incident(id)));

/** Notes what people were told, so that they are told again only when something has changed. */
export const markTold = async (
  ledger: Ledger<"dynamodb:PutItem">,
  { id, told }: Incident,
  digest: string,
): Promise<void> => {
  const item = {
    pk: keys.incident(id),
    sk: keys.told,
    at: ledger.now().toISOString(),
    digest,
    count: (told?.count ?? 0) + 1,
    expires: expiry(ledger.now(), keptDays.incident),
  };
  await ledger.call("dynamodb:PutItem", { TableName: ledger.table, Item: toValues(item) });
};

/** Writes down what was decided. False if it stands there already. @param unique what two decisions of one moment differ in */
export const noteDecision = (
  ledger: Ledger<"dynamodb:PutItem">,
  incident: string,
  decision: Decision,
  unique: string = decision.step ?? decision.kind,
): Promise<boolean> =>
  putNew(ledger, {
    pk: keys.incident(incident),
    sk: keys.decision(decision.at, unique),
    decision: JSON.stringify(decision),
    expires: expiry(ledger.now(), keptDays.incident),
  });

/** The ids of the incidents that were opened on a day, newest first. @param day `2026-11-25` */
export const incidentsOn = async (ledger: Ledger<"dynamodb:Query">, day: string): Promise<readonly string[]> =>
  (await queryAll(ledger, keys.day(day))).map(({ incident }) => String(incident)).toReversed();

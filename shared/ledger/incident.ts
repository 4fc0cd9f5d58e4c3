import type { Finding, PlannedStep } from "../incident/finding.ts";
import { type StepRecord, stepRecordOf } from "./step.ts";
import { expiry, fromValues, type Item, keptDays, keys, type Ledger, putNew } from "./table.ts";

/** What was found and is to be done, as detect decided it. */
export interface Found {
  readonly findings: readonly Finding[];
  readonly steps: readonly PlannedStep[];
  readonly advice: readonly string[];
}

/** An incident as far as it has come. */
export interface Incident extends Found {
  readonly id: string;
  readonly openedAt: string;
  /** The steps that have begun or ended, by their ids. */
  readonly records: ReadonlyMap<string, StepRecord>;
  readonly toldAt?: string;
}

/** Opens an incident; false if it was open already, which is how the same event delivered twice changes nothing. */
export const openIncident = (ledger: Ledger<"dynamodb:PutItem">, id: string, found: Found): Promise<boolean> =>
  putNew(ledger, {
    pk: keys.incident(id),
    sk: keys.found,
    openedAt: ledger.now().toISOString(),
    found: JSON.stringify(found),
    expires: expiry(ledger.now(), keptDays.incident),
  });

const incidentOf = (id: string, items: readonly Item[]): Incident | undefined => {
  const opening = items.find(({ sk }) => sk === keys.found);
  if (opening === undefined) return undefined;
  const told = items.find(({ sk }) => sk === keys.told);
  const records = items.map(stepRecordOf).filter((record) => record !== undefined);
  return {
    id,
    openedAt: String(opening["openedAt"]),
    ...(JSON.parse(String(opening["found"])) as Found),
    records: new Map(records.map((record) => [record.id, record])),
    ...(told ? { toldAt: String(told["at"]) } : {}),
  };
};

/** Everything that the ledger holds of an incident; undefined if there is none of that id. */
export const readIncident = async (
  { table, call }: Ledger<"dynamodb:Query">,
  id: string,
): Promise<Incident | undefined> => {
  const items: Item[] = [];
  let from: Parameters<typeof fromValues>[0] | undefined;
  do {
    const page = await call("dynamodb:Query", {
      TableName: table,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: keys.incident(id) } },
      ConsistentRead: true,
      ...(from ? { ExclusiveStartKey: from as never } : {}),
    });
    items.push(...(page.Items ?? []).map((values) => fromValues(values)));
    from = page.LastEvaluatedKey;
  } while (from);
  return incidentOf(id, items);
};

/** Notes that people were told; false if that was noted before. */
export const markTold = (ledger: Ledger<"dynamodb:PutItem">, id: string): Promise<boolean> =>
  putNew(ledger, {
    pk: keys.incident(id),
    sk: keys.told,
    at: ledger.now().toISOString(),
    expires: expiry(ledger.now(), keptDays.incident),
  });

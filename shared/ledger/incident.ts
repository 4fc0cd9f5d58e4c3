import type { Finding, PlannedStep } from "../incident/finding.ts";
import { type StepRecord, stepRecordOf } from "./step.ts";
import { expiry, fromValues, type Item, keptDays, keys, type Ledger, putNew, toValues } from "./table.ts";

/** What was found and is to be done, as detect decided it. */
export interface Found {
  readonly findings: readonly Finding[];
  readonly steps: readonly PlannedStep[];
  /** What a person has to do about an actor that cannot be contained from here. */
  readonly advice: readonly string[];
}

/** An incident as far as it has come. */
export interface Incident extends Found {
  readonly id: string;
  readonly openedAt: string;
  /** The steps that have begun or ended, by their ids. */
  readonly records: ReadonlyMap<string, StepRecord>;
  /** When people were told of it, and whether that was before all its steps had ended. */
  readonly told?: { readonly at: string; readonly early: boolean };
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
    ...(told ? { told: { at: String(told["at"]), early: told["early"] === 1 } } : {}),
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

/** Notes that people were told. `early`: some steps had not ended yet, so that there is more to come; it never goes over a note. */
export const markTold = async (ledger: Ledger<"dynamodb:PutItem">, id: string, early: boolean): Promise<void> => {
  const item = {
    pk: keys.incident(id),
    sk: keys.told,
    at: ledger.now().toISOString(),
    early: early ? 1 : 0,
    expires: expiry(ledger.now(), keptDays.incident),
  };
  if (early) await putNew(ledger, item);
  else await ledger.call("dynamodb:PutItem", { TableName: ledger.table, Item: toValues(item) });
};

/** What detect found out and decided about an event, if it did before. */
export const readFound = async (
  { table, call }: Ledger<"dynamodb:GetItem">,
  id: string,
): Promise<Found | undefined> => {
  const { Item: values } = await call("dynamodb:GetItem", {
    TableName: table,
    Key: toValues({ pk: keys.incident(id), sk: keys.found }),
    ConsistentRead: true,
  });
  return values ? (JSON.parse(String(fromValues(values)["found"])) as Found) : undefined;
};

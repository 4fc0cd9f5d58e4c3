import type { StepKey } from "./step-item.ts";
import { expiry, keys, type Ledger, queryAll, toValues } from "./table.ts";

/** When what was taken from somebody is to be given back by itself. */
export interface End extends StepKey {
  /** ISO 8601. */
  readonly at: string;
  readonly action: string;
  /** Who wanted it so: an ARN, or `lockkeeper.yml`. */
  readonly by: string;
}

/** How long a sweep may be late. */
const graceDays = 7;

/** Gives a step an end. The last one that was given, or given first, counts: whichever comes first undoes it. */
export const noteEnd = async ({ table, call }: Ledger<"dynamodb:PutItem">, end: End): Promise<void> => {
  const { at, incident, step } = end;
  const item = {
    pk: keys.ends,
    sk: `${at}#${incident}#${step}`,
    end: JSON.stringify(end),
    expires: expiry(new Date(at), graceDays),
  };
  await call("dynamodb:PutItem", { TableName: table, Item: toValues(item) });
};

/** Those whose time has come. */
export const dueEnds = async (ledger: Ledger<"dynamodb:Query">): Promise<readonly End[]> => {
  const now = ledger.now().toISOString();
  const items = await queryAll(ledger, keys.ends);
  return items.map(({ end }) => JSON.parse(String(end)) as End).filter(({ at }) => at <= now);
};

import { expiry, keptDays, keys, type Ledger, queryAll, toValues } from "./table.ts";

/** How a resource was when last everything about it was as it should be. */
export interface Remembered {
  /** ISO 8601. */
  readonly at: string;
  readonly state: unknown;
}

/** What does not fit in an item of the table (400 KB) is not kept; it has never been seen to be so large. */
const most = 350_000;

/** Keeps the state of a resource with which nothing is wrong. */
export const remember = async (
  { table, call, now }: Ledger<"dynamodb:PutItem">,
  resource: string,
  state: unknown,
): Promise<void> => {
  const text = JSON.stringify(state);
  if (text.length > most) return;
  const at = now();
  const item = { pk: keys.remembered(resource), sk: "state", at: at.toISOString(), state: text };
  await call("dynamodb:PutItem", {
    TableName: table,
    Item: toValues({ ...item, expires: expiry(at, keptDays.incident) }),
  });
};

/** @returns undefined if it was never seen to be right */
export const readRemembered = async (
  ledger: Ledger<"dynamodb:Query">,
  resource: string,
): Promise<Remembered | undefined> => {
  const [item] = await queryAll(ledger, keys.remembered(resource));
  return item && { at: String(item["at"]), state: JSON.parse(String(item["state"])) as unknown };
};

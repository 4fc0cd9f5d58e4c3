import { expiry, keptDays, keys, type Ledger, putNew } from "./table.ts";

/** Uses an order up, by its nonce. False if it was used before. */
export const spendOrder = (ledger: Ledger<"dynamodb:PutItem">, nonce: string): Promise<boolean> =>
  putNew(ledger, {
    pk: keys.order(nonce),
    sk: "spent",
    at: ledger.now().toISOString(),
    expires: expiry(ledger.now(), keptDays.order),
  });

import { expiry, keptDays, keys, type Ledger, putNew } from "./table.ts";

/** Uses a proof up. False if it was used before. */
export const spendProof = (ledger: Ledger<"dynamodb:PutItem">, nonce: string): Promise<boolean> =>
  putNew(ledger, {
    pk: keys.proof(nonce),
    sk: "spent",
    at: ledger.now().toISOString(),
    expires: expiry(ledger.now(), keptDays.proof),
  });

import { expiry, keptDays, keys, type Ledger, putNew } from "./table.ts";

/** Writes down that a message could not be read, so that people are told. False if that was written down before. */
export const noteUnreadable = (
  ledger: Ledger<"dynamodb:PutItem">,
  { messageId, problem, queue }: { readonly messageId: string; readonly problem: string; readonly queue: string },
): Promise<boolean> =>
  putNew(ledger, {
    pk: keys.unreadable(messageId),
    sk: "unreadable",
    problem,
    queue,
    at: ledger.now().toISOString(),
    expires: expiry(ledger.now(), keptDays.incident),
  });

import type { Permission } from "../aws/operations.ts";
import { expiry, keptDays, keys, type Ledger, putNew, toValues } from "./table.ts";

/** Remembers a call that changed something, by the id that CloudTrail will show for it. */
export const noteOwnCall = (
  ledger: Ledger<"dynamodb:PutItem">,
  requestId: string,
  { permission, incident, step }: { readonly permission: Permission; readonly incident: string; readonly step: string },
): Promise<boolean> =>
  putNew(ledger, {
    pk: keys.call(requestId),
    sk: "call",
    permission,
    incident,
    step,
    at: ledger.now().toISOString(),
    expires: expiry(ledger.now(), keptDays.call),
  });

/** Whether a call with this id is one of ours. */
export const isOwnCall = async ({ table, call }: Ledger<"dynamodb:GetItem">, requestId: string): Promise<boolean> => {
  const { Item } = await call("dynamodb:GetItem", {
    TableName: table,
    Key: toValues({ pk: keys.call(requestId), sk: "call" }),
    ConsistentRead: true,
  });
  return Item !== undefined;
};

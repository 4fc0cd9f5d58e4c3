import { expiry, keptDays, keys, type Ledger, queryAll, toValues } from "./table.ts";

/**
 * Which channels have a message that not all could be sent to, so that whoever tries again leaves out those that have it. Written
 * only when one has failed; kept as long as a message can come again.
 */
export const noteSent = async (
  ledger: Ledger<"dynamodb:PutItem">,
  message: string,
  channels: readonly string[],
): Promise<void> => {
  const item = {
    pk: keys.sent(message),
    sk: "channels",
    channels: JSON.stringify(channels),
    expires: expiry(ledger.now(), keptDays.call),
  };
  await ledger.call("dynamodb:PutItem", { TableName: ledger.table, Item: toValues(item) });
};

/** The channels that have this message already. */
export const readSent = async (ledger: Ledger<"dynamodb:Query">, message: string): Promise<readonly string[]> =>
  (await queryAll(ledger, keys.sent(message))).flatMap(
    ({ channels }) => JSON.parse(String(channels)) as readonly string[],
  );

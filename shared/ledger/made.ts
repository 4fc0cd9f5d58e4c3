import type { Made } from "../incident/made.ts";
import { expiry, keys, type Ledger, queryAll, toValues } from "./table.ts";

/** Sessions live for 36 hours at most (STS API Reference, GetSessionToken). */
const keptDays = 2;

/** Writes down what a principal has made; and of a session, who made it. @param by the ARN of who made it */
export const noteMade = async (
  { table, call, now }: Ledger<"dynamodb:PutItem">,
  by: string,
  made: Made,
): Promise<void> => {
  const expires = expiry(now(), keptDays);
  const put = (item: Readonly<Record<string, string>>) =>
    call("dynamodb:PutItem", { TableName: table, Item: toValues({ ...item, expires }) });
  await put({ pk: keys.made(by), sk: `${made.at}#${made.eventID}`, made: JSON.stringify(made) });
  if (made.session) await put({ pk: keys.made(made.name), sk: "maker", by });
};

/** What a principal has made of late, oldest first, and who made it, if it is a session itself. */
export const readMade = async (
  ledger: Ledger<"dynamodb:Query">,
  by: string,
): Promise<{ readonly all: readonly Made[]; readonly maker?: string }> => {
  const items = await queryAll(ledger, keys.made(by));
  const maker = items.find(({ sk }) => sk === "maker")?.["by"];
  const all = items.flatMap(({ made }) => (made === undefined ? [] : [JSON.parse(String(made)) as Made]));
  return { all, ...(maker === undefined ? {} : { maker: String(maker) }) };
};

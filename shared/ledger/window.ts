import { createHash } from "node:crypto";
import { expiry, ifAllowed, keys, type Ledger, toValues } from "./table.ts";

/** So many different things are counted in one stretch of a window; more make no difference, and an item must not grow without end. */
const most = 100;

const hashed = (thing: string): string => createHash("sha256").update(thing).digest("base64url").slice(0, 22);
const stretchOf = (now: Date, seconds: number): number => Math.floor(now.getTime() / 1000 / seconds);

type Count = Ledger<"dynamodb:GetItem" | "dynamodb:UpdateItem">;

const thingsIn = (item: unknown): readonly string[] =>
  (item as { readonly things?: { readonly SS?: readonly string[] } } | undefined)?.things?.SS ?? [];

const add = async ({ table, call, now }: Count, pk: string, thing: string): Promise<readonly string[]> => {
  const values = { ":thing": { SS: [thing] }, ":most": { N: `${most}` }, ":expires": { N: `${expiry(now(), 1)}` } };
  try {
    const { Attributes } = await call("dynamodb:UpdateItem", {
      TableName: table,
      Key: toValues({ pk, sk: "things" }),
      UpdateExpression: "ADD things :thing SET expires = :expires",
      ConditionExpression: "attribute_not_exists(things) OR size(things) < :most",
      ExpressionAttributeValues: values,
      ReturnValues: "ALL_NEW",
    });
    return thingsIn(Attributes);
  } catch (error) {
    if ((error as Error).name !== "ConditionalCheckFailedException") throw error;
    return Array.from({ length: most }, (_, n) => `${n}`);
  }
};

/**
 * Adds a thing to a window, and says how many different ones came in the last `seconds`, or a little longer: a window is made
 * of the stretch that runs and the one before it. The same thing again, or the same event delivered twice, counts once.
 */
export const addToWindow = async (ledger: Count, window: string, thing: string, seconds: number): Promise<number> => {
  const stretch = stretchOf(ledger.now(), seconds);
  const before = await ledger.call("dynamodb:GetItem", {
    TableName: ledger.table,
    Key: toValues({ pk: keys.window(window, stretch - 1), sk: "things" }),
  });
  const now = await add(ledger, keys.window(window, stretch), hashed(thing));
  return new Set([...thingsIn(before.Item), ...now]).size;
};

/**
 * Whether something is seen for the first time in this stretch of so many seconds. Who saw it first is kept, so that their event,
 * delivered again, is still the first.
 */
export const seenFirst = async (
  { table, call, now }: Ledger<"dynamodb:PutItem">,
  what: string,
  by: string,
  seconds: number,
): Promise<boolean> => {
  const at = now();
  const item = { pk: keys.seen(what, stretchOf(at, seconds)), sk: "first", by, expires: expiry(at, 2) };
  return ifAllowed(
    call("dynamodb:PutItem", {
      TableName: table,
      Item: toValues(item),
      ConditionExpression: "attribute_not_exists(pk) OR #by = :by",
      ExpressionAttributeNames: { "#by": "by" },
      ExpressionAttributeValues: toValues({ ":by": by }),
    }),
  );
};

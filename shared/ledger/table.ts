import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Call, Input, Permission } from "../aws/operations.ts";

/**
 * One table. An incident is a partition: an item for each look that found something, for each step, for each decision, and one
 * that says what people were told. What has to be kept exactly (changes, findings) is kept as JSON text, so that it comes back
 * as it went in.
 */
export const keys = {
  incident: (id: string) => `incident#${id}`,
  found: (at: string, source: string) => `found#${at}#${source}`,
  step: (id: string) => `step#${id}`,
  decision: (at: string, unique: string) => `decision#${at}#${unique}`,
  told: "told",
  /** Which incident an event or a look belongs to, so that it is answered once. */
  source: (source: string) => `source#${source}`,
  /** The open incident of an actor or a resource. */
  about: (kind: "actor" | "resource", name: string) => `${kind}#${name}`,
  /** The incidents opened on a day, `2026-11-25`. */
  day: (at: string) => `day#${at.slice(0, 10)}`,
  unreadable: (messageId: string) => `unreadable#${messageId}`,
  /** Which channels have a message that others have not. */
  sent: (message: string) => `sent#${message}`,
  call: (requestId: string) => `call#${requestId}`,
  /** The kill switch and the exemptions. */
  control: "control",
  accepted: (resource: string) => `accepted#${resource}`,
  /** How a resource was when nothing was wrong with it. */
  remembered: (resource: string) => `state#${resource}`,
  /** What was seen in a stretch of time; each window is a partition of its own, so that none grows hot. */
  window: (name: string, stretch: number) => `window#${name}#${stretch}`,
  seen: (what: string, stretch: number) => `seen#${what}#${stretch}`,
  /** Who handled the records of a resource in a stretch of time, and how often. */
  talkers: (resource: string, stretch: number, part: number) => `talkers#${resource}#${stretch}#${part}`,
  /** What a principal has made of late. */
  made: (by: string) => `made#${by}`,
  /** When what was done is to be undone by itself. */
  ends: "ends",
  /** An order of an operator, by the nonce that makes it count once. */
  order: (nonce: string) => `order#${nonce}`,
  budget: (name: string) => `budget#${name}`,
} as const;

/** How long items are kept, in days. Calls only have to outlive CloudTrail's delay and the queues' retention, orders the minutes for which their proofs count. */
export const keptDays = { incident: 400, call: 15, order: 1 };

type Values = NonNullable<Input<"dynamodb:PutItem">["Item"]>;
export type Item = Readonly<Record<string, string | number>>;
/** A written item as DynamoDB spells it. */
export type Written = Readonly<Record<string, { S?: string | undefined; N?: string | undefined }>>;

/** Numbers and texts, as DynamoDB spells them. */
export const toValues = (item: Item): Values =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, typeof value === "number" ? { N: `${value}` } : { S: value }]),
  );

/** What DynamoDB spells, as numbers and texts. Other types do not occur in this table. */
export const fromValues = (values: Written): Item =>
  Object.fromEntries(Object.entries(values).map(([name, { S, N }]) => [name, S ?? Number(N)]));

/** Unix seconds at which an item may go, for the table's time to live. */
export const expiry = (now: Date, days: number): number => Math.floor(now.getTime() / 1000) + days * 86_400;

/** What the ledger needs to reach its table. */
export interface Ledger<P extends Extract<Permission, `dynamodb:${string}`>> {
  readonly table: string;
  readonly call: Call<P>;
  readonly now: () => Date;
}

/** Runs a conditional write; false if the condition did not hold. */
export const ifAllowed = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if ((error as Error).name === "ConditionalCheckFailedException") return false;
    throw error;
  }
};

/** Puts an item that must not be there yet; false if it is. */
export const putNew = ({ table, call }: Ledger<"dynamodb:PutItem">, item: Item): Promise<boolean> =>
  ifAllowed(
    call("dynamodb:PutItem", {
      TableName: table,
      Item: toValues(item),
      ConditionExpression: "attribute_not_exists(pk)",
    }),
  );

/** All items of a partition whose sort key begins so, in the order of their sort keys. */
export const queryAll = async (
  { table, call }: Ledger<"dynamodb:Query">,
  pk: string,
  prefix?: string,
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let from: Values | undefined;
  do {
    const page = await call("dynamodb:Query", {
      TableName: table,
      KeyConditionExpression: prefix === undefined ? "pk = :pk" : "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: toValues({ ":pk": pk, ...(prefix === undefined ? {} : { ":prefix": prefix }) }),
      ConsistentRead: true,
      ...(from ? { ExclusiveStartKey: from } : {}),
    });
    items.push(...(page.Items ?? []).map((values) => fromValues(values as Written)));
    from = page.LastEvaluatedKey;
  } while (from);
  return items;
};

export type Writes = NonNullable<Input<"dynamodb:TransactWriteItems">["TransactItems"]>;

const conflicts = 6;

/**
 * Writes all or nothing. Resolves with undefined when it was written, else with the place of the first write whose condition
 * did not hold. Another transaction on the same items at the same moment is waited for.
 * @throws what the table throws otherwise
 */
export const writeTogether = async (
  { call }: Ledger<"dynamodb:TransactWriteItems">,
  writes: Writes,
): Promise<number | undefined> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      // The token makes a request that is sent again, since its answer was lost on the way, count once.
      await call("dynamodb:TransactWriteItems", { TransactItems: writes, ClientRequestToken: randomUUID() });
      return undefined;
    } catch (error) {
      const codes = cancelledFor(error);
      if (codes === undefined) throw error;
      const failed = codes.indexOf("ConditionalCheckFailed");
      if (failed >= 0) return failed;
      if (attempt === conflicts || !codes.includes("TransactionConflict")) throw error;
      await sleep(Math.random() * 25 * 2 ** attempt);
    }
  }
};

/** Why each write of a cancelled transaction was not made; undefined for any other error. Source: DynamoDB API Reference, CancellationReason. */
const cancelledFor = (error: unknown): readonly (string | undefined)[] | undefined => {
  const { name, reasons } = error as Error & { readonly reasons?: readonly { readonly Code?: string }[] };
  return name === "TransactionCanceledException" ? (reasons ?? []).map(({ Code }) => Code) : undefined;
};

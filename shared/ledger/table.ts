import type { Call, Input } from "../aws/operations.ts";

/**
 * One table. An incident is a partition: one item for what was found, one for each step, one that says it was told.
 * What has to be kept exactly (changes, findings) is kept as JSON text, so that it comes back as it went in.
 */
export const keys = {
  incident: (id: string) => `incident#${id}`,
  found: "found",
  step: (id: string) => `step#${id}`,
  told: "told",
  unreadable: (messageId: string) => `unreadable#${messageId}`,
  call: (requestId: string) => `call#${requestId}`,
} as const;

/** How long items are kept, in days. Calls only have to outlive CloudTrail's delay and the queues' retention. */
export const keptDays = { incident: 400, call: 15 };

type Values = NonNullable<Input<"dynamodb:PutItem">["Item"]>;
export type Item = Readonly<Record<string, string | number>>;

/** Numbers and texts, as DynamoDB spells them. */
export const toValues = (item: Item): Values =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, typeof value === "number" ? { N: `${value}` } : { S: value }]),
  );

/** What DynamoDB spells, as numbers and texts. Other types do not occur in this table. */
export const fromValues = (
  values: Readonly<Record<string, { S?: string | undefined; N?: string | undefined }>>,
): Item => Object.fromEntries(Object.entries(values).map(([name, { S, N }]) => [name, S ?? Number(N)]));

/** Unix seconds at which an item may go, for the table's time to live. */
export const expiry = (now: Date, days: number): number => Math.floor(now.getTime() / 1000) + days * 86_400;

/** What the ledger needs to reach its table. */
export interface Ledger<P extends "dynamodb:GetItem" | "dynamodb:PutItem" | "dynamodb:UpdateItem" | "dynamodb:Query"> {
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

import { randomUUID } from "node:crypto";
import type { Change } from "../actions/action.ts";
import type { StepRecord } from "../incident/incident.ts";
import { type StepKey, untouched } from "./step-item.ts";
import { expiry, keptDays, keys, type Ledger, toValues, type Writes, writeTogether } from "./table.ts";

/** So much of something in so long a time: a counter that must not go over its limit. */
export interface Allowance {
  /** Names the counter; what is counted, of whom, in which span of time. */
  readonly counter: string;
  readonly limit: number;
  /** Unix seconds when the counter may go. */
  readonly expires: number;
}

/** What came of an attempt to begin: begun, somebody else has it, or the place of the allowance that is used up. */
export type Begun = "begun" | "taken" | { readonly usedUp: number };

/**
 * Writes down what is about to be done, before it is done, and takes it out of the allowances: both or neither, so that a step
 * is counted once however often it is tried. The token makes a write that is tried again, since its answer was lost on the way,
 * recognise itself.
 */
export const beginStep = async (
  ledger: Ledger<"dynamodb:TransactWriteItems">,
  { incident, step }: StepKey,
  {
    action,
    answers,
    change,
    lease,
    approvedBy,
  }: Pick<StepRecord, "action" | "answers" | "lease" | "approvedBy"> & { readonly change: Change },
  allowances: readonly Allowance[] = [],
): Promise<Begun> => {
  const token = randomUUID();
  const item = {
    pk: keys.incident(incident),
    sk: keys.step(step),
    action,
    answers: JSON.stringify(answers),
    change: JSON.stringify(change),
    begunAt: ledger.now().toISOString(),
    ...(approvedBy ? { approvedBy } : {}),
    lease,
    token,
    expires: expiry(ledger.now(), keptDays.incident),
  };
  const put = {
    Put: {
      TableName: ledger.table,
      Item: toValues(item),
      ConditionExpression: `${untouched} OR #token = :token`,
      ExpressionAttributeNames: { "#token": "token" },
      ExpressionAttributeValues: toValues({ ":token": token }),
    },
  };
  const failed = await writeTogether(ledger, [put, ...allowances.map((one) => take(ledger.table, one))]);
  if (failed === undefined) return "begun";
  return failed === 0 ? "taken" : { usedUp: failed - 1 };
};

const take = (TableName: string, { counter, limit, expires }: Allowance): Writes[number] => ({
  Update: {
    TableName,
    Key: toValues({ pk: keys.budget(counter), sk: "used" }),
    UpdateExpression: "SET expires = :expires ADD #used :one",
    ConditionExpression: "attribute_not_exists(#used) OR #used < :limit",
    ExpressionAttributeNames: { "#used": "used" },
    ExpressionAttributeValues: toValues({ ":one": 1, ":limit": limit, ":expires": expires }),
  },
});

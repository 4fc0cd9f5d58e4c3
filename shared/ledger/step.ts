import { randomUUID } from "node:crypto";
import type { Change } from "../actions/action.ts";
import type { StepRecord, UndoOrder } from "../incident/incident.ts";
import { isOpen, type Outcome } from "../incident/outcome.ts";
import {
  expiry,
  type Item,
  ifAllowed,
  keptDays,
  keys,
  type Ledger,
  toValues,
  type Writes,
  writeTogether,
} from "./table.ts";

/** How a step ended. */
type Ending = Pick<StepRecord, "action" | "answers" | "change"> & { readonly outcome: Outcome };

/** Names a step of an incident. */
export interface StepKey {
  readonly incident: string;
  readonly step: string;
}

/** So much of something in so long a time: a counter that must not go over its limit. */
export interface Allowance {
  /** Names the counter; what is counted, of whom, in which span of time. */
  readonly counter: string;
  readonly limit: number;
  /** Unix seconds when the counter may go. */
  readonly expires: number;
}

const keyOf = ({ incident, step }: StepKey) => toValues({ pk: keys.incident(incident), sk: keys.step(step) });

/** The record in an item, if it is one of a step. */
export const stepRecordOf = (item: Item): StepRecord | undefined => {
  const sk = String(item["sk"]);
  if (!sk.startsWith("step#")) return undefined;
  const text = (name: string) => (item[name] === undefined ? undefined : String(item[name]));
  const json = <T>(name: string) => (item[name] === undefined ? undefined : (JSON.parse(String(item[name])) as T));
  const optional = {
    change: json<Change>("change"),
    approvedBy: text("approvedBy"),
    endedAt: text("endedAt"),
    outcome: json<Outcome>("outcome"),
    undoOrder: json<UndoOrder>("undoOrder"),
    undoneAt: text("undoneAt"),
    undo: json<Outcome>("undo"),
    lookedAt: text("lookedAt"),
    waversSince: text("waversSince"),
    relapsedAt: text("relapsedAt"),
    trouble: text("trouble"),
  };
  return {
    id: sk.slice("step#".length),
    action: String(item["action"]),
    answers: JSON.parse(String(item["answers"])) as StepRecord["answers"],
    begunAt: String(item["begunAt"]),
    lease: Number(item["lease"] ?? 0),
    looks: Number(item["looks"] ?? 0),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
};

/** Nobody has begun the step, or it was held and nobody has gone on with it since. `waits` is there while it is held. */
const untouched = "attribute_not_exists(pk) OR attribute_exists(waits)";

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

/** Ends a step that nobody has begun: there was nothing to do, or it was held. False if somebody has begun it after all. */
export const endUnbegun = (
  ledger: Ledger<"dynamodb:PutItem">,
  { incident, step }: StepKey,
  { action, answers, change, outcome }: Ending,
): Promise<boolean> => {
  const at = ledger.now().toISOString();
  const item = {
    pk: keys.incident(incident),
    sk: keys.step(step),
    action,
    answers: JSON.stringify(answers),
    ...(change ? { change: JSON.stringify(change) } : {}),
    outcome: JSON.stringify(outcome),
    ...(isOpen(outcome) ? { waits: 1 } : {}),
    begunAt: at,
    endedAt: at,
    expires: expiry(ledger.now(), keptDays.incident),
  };
  return ifAllowed(
    ledger.call("dynamodb:PutItem", {
      TableName: ledger.table,
      Item: toValues(item),
      ConditionExpression: untouched,
    }),
  );
};

/** Changes some fields of a step, if a condition holds. Every name goes by a placeholder: some are reserved words of DynamoDB. */
const update = (
  ledger: Ledger<"dynamodb:UpdateItem">,
  key: StepKey,
  written: Item,
  condition: string,
  { values = {}, remove = [] }: { readonly values?: Item; readonly remove?: readonly string[] } = {},
): Promise<boolean> => {
  const names = Object.keys(written);
  const used = [...condition.matchAll(/#(\w+)/g)].map(([, name = ""]) => name);
  return ifAllowed(
    ledger.call("dynamodb:UpdateItem", {
      TableName: ledger.table,
      Key: keyOf(key),
      UpdateExpression: [
        `SET ${names.map((name) => `#${name} = :${name}`).join(", ")}`,
        ...(remove.length > 0 ? [`REMOVE ${remove.map((name) => `#${name}`).join(", ")}`] : []),
      ].join(" "),
      ConditionExpression: condition,
      ExpressionAttributeNames: Object.fromEntries([...names, ...used, ...remove].map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: toValues({
        ...Object.fromEntries(Object.entries(written).map(([name, value]) => [`:${name}`, value])),
        ...values,
      }),
    }),
  );
};

/** Takes over a step whose beginner has not been heard of since its lease ran out; false if somebody else was faster. The token as in `beginStep`. */
export const takeOverStep = (
  ledger: Ledger<"dynamodb:UpdateItem">,
  key: StepKey,
  seen: number,
  lease: number,
): Promise<boolean> =>
  update(
    ledger,
    key,
    { lease, token: randomUUID() },
    "(#lease = :seen OR #token = :token) AND attribute_not_exists(#outcome)",
    { values: { ":seen": seen } },
  );

/** Gives a step that one has begun free for the next try, and writes down what went wrong. */
export const giveUpStep = (
  ledger: Ledger<"dynamodb:UpdateItem">,
  key: StepKey,
  held: number,
  trouble: string,
): Promise<boolean> =>
  update(ledger, key, { lease: 0, trouble }, "#lease = :held AND attribute_not_exists(#outcome)", {
    values: { ":held": held },
  });

/** Writes down how a begun step ended; it can have been held after all, by whoever took it over. The first ending stands. */
export const endStep = (
  ledger: Ledger<"dynamodb:UpdateItem">,
  key: StepKey,
  { outcome }: Pick<Ending, "outcome">,
): Promise<boolean> =>
  update(
    ledger,
    key,
    {
      outcome: JSON.stringify(outcome),
      endedAt: ledger.now().toISOString(),
      ...(isOpen(outcome) ? { waits: 1 } : {}),
    },
    "attribute_exists(#begunAt) AND attribute_not_exists(#outcome)",
  );

/** Writes down that a person said no to a step that was held. False if it is not held any more. */
export const rejectStep = (
  ledger: Ledger<"dynamodb:UpdateItem">,
  key: StepKey,
  outcome: Extract<Outcome, { type: "rejected" }>,
): Promise<boolean> =>
  update(
    ledger,
    key,
    { outcome: JSON.stringify(outcome), endedAt: ledger.now().toISOString() },
    "attribute_exists(#waits)",
    { remove: ["waits"] },
  );

/** Writes down who wants a step undone. False if the step has not ended. */
export const orderUndo = (ledger: Ledger<"dynamodb:UpdateItem">, key: StepKey, order: UndoOrder): Promise<boolean> =>
  update(ledger, key, { undoOrder: JSON.stringify(order) }, "attribute_exists(#outcome)");

/** Writes down that a step was undone, or why not. */
export const noteUndo = (ledger: Ledger<"dynamodb:UpdateItem">, key: StepKey, outcome: Outcome): Promise<boolean> =>
  update(
    ledger,
    key,
    { undo: JSON.stringify(outcome), undoneAt: ledger.now().toISOString() },
    "attribute_exists(#outcome)",
  );

/** What another look at a step showed: still so; only now so; for the first time not so any more; or found to be so. */
export type Look = "holds" | "holds now" | "wavers" | "relapsed";

/** Writes down that a step was looked at again. */
export const noteLook = (
  ledger: Ledger<"dynamodb:UpdateItem">,
  key: StepKey,
  look: number,
  saw: Look,
): Promise<boolean> => {
  const at = ledger.now().toISOString();
  const verified: Outcome = { type: "verified" };
  return update(
    ledger,
    key,
    {
      looks: look,
      lookedAt: at,
      ...(saw === "wavers" ? { waversSince: at } : {}),
      ...(saw === "relapsed" ? { relapsedAt: at } : {}),
      ...(saw === "holds now" ? { outcome: JSON.stringify(verified) } : {}),
    },
    "attribute_exists(#outcome)",
  );
};

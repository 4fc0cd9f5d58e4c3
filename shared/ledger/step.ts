import { randomUUID } from "node:crypto";
import type { Change } from "../actions/action.ts";
import type { PlannedStep } from "../incident/finding.ts";
import type { Outcome } from "../incident/outcome.ts";
import { expiry, type Item, ifAllowed, keptDays, keys, type Ledger, putNew, toValues } from "./table.ts";

/** What the ledger holds of one step. Begun and not ended, it is the evidence of a crash. */
export interface StepRecord {
  readonly id: string;
  readonly action: string;
  /** The finding that it answers. */
  readonly answers: Pick<PlannedStep, "detection" | "resource" | "replayed">;
  /** What was or was to be changed; absent when there was nothing to change. */
  readonly change?: Change;
  readonly begunAt: string;
  readonly endedAt?: string;
  readonly outcome?: Outcome;
  readonly undoneAt?: string;
  readonly undo?: Outcome;
  /** Unix milliseconds until which whoever began it may be presumed alive. */
  readonly lease: number;
}

/** How a step ended. */
type Ending = Pick<StepRecord, "action" | "answers" | "change"> & { readonly outcome: Outcome };

/** Names a step of an incident. */
export interface StepKey {
  readonly incident: string;
  readonly step: string;
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
    endedAt: text("endedAt"),
    outcome: json<Outcome>("outcome"),
    undoneAt: text("undoneAt"),
    undo: json<Outcome>("undo"),
  };
  return {
    id: sk.slice("step#".length),
    action: String(item["action"]),
    answers: JSON.parse(String(item["answers"])) as StepRecord["answers"],
    begunAt: String(item["begunAt"]),
    lease: Number(item["lease"] ?? 0),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
};

/**
 * Writes down what is about to be done, before it is done; false if somebody began it before. The token makes a put that is
 * tried again, since its answer was lost on the way, recognise itself.
 */
export const beginStep = (
  ledger: Ledger<"dynamodb:PutItem">,
  { incident, step }: StepKey,
  { action, answers, change, lease }: Pick<StepRecord, "action" | "answers" | "lease"> & { readonly change: Change },
): Promise<boolean> => {
  const token = randomUUID();
  const item = {
    pk: keys.incident(incident),
    sk: keys.step(step),
    action,
    answers: JSON.stringify(answers),
    change: JSON.stringify(change),
    begunAt: ledger.now().toISOString(),
    lease,
    token,
    expires: expiry(ledger.now(), keptDays.incident),
  };
  return ifAllowed(
    ledger.call("dynamodb:PutItem", {
      TableName: ledger.table,
      Item: toValues(item),
      ConditionExpression: "attribute_not_exists(pk) OR #token = :token",
      ExpressionAttributeNames: { "#token": "token" },
      ExpressionAttributeValues: toValues({ ":token": token }),
    }),
  );
};

/** Ends a step that nobody has begun: there was nothing to do, or it was held. False if somebody has begun it after all. */
export const endUnbegun = (
  ledger: Ledger<"dynamodb:PutItem">,
  { incident, step }: StepKey,
  { action, answers, change, outcome }: Ending,
): Promise<boolean> => {
  const at = ledger.now().toISOString();
  return putNew(ledger, {
    pk: keys.incident(incident),
    sk: keys.step(step),
    action,
    answers: JSON.stringify(answers),
    ...(change ? { change: JSON.stringify(change) } : {}),
    outcome: JSON.stringify(outcome),
    begunAt: at,
    endedAt: at,
    expires: expiry(ledger.now(), keptDays.incident),
  });
};

/** Takes over a step whose beginner has not been heard of since its lease ran out; false if somebody else was faster. The token as in `beginStep`. */
export const takeOverStep = (
  ledger: Ledger<"dynamodb:UpdateItem">,
  key: StepKey,
  seen: number,
  lease: number,
): Promise<boolean> =>
  ifAllowed(
    ledger.call("dynamodb:UpdateItem", {
      TableName: ledger.table,
      Key: keyOf(key),
      UpdateExpression: "SET #lease = :lease, #token = :token",
      ConditionExpression: "(#lease = :seen OR #token = :token) AND attribute_not_exists(outcome)",
      ExpressionAttributeNames: { "#lease": "lease", "#token": "token" },
      ExpressionAttributeValues: toValues({ ":lease": lease, ":seen": seen, ":token": randomUUID() }),
    }),
  );

/** Writes down how a step ended. A step with nothing to do, or held, ends without having begun. The first ending stands. */
export const endStep = (
  ledger: Ledger<"dynamodb:UpdateItem">,
  key: StepKey,
  { action, answers, change, outcome }: Ending,
): Promise<boolean> => {
  const written = {
    action,
    answers: JSON.stringify(answers),
    outcome: JSON.stringify(outcome),
    endedAt: ledger.now().toISOString(),
    expires: expiry(ledger.now(), keptDays.incident),
    ...(change ? { change: JSON.stringify(change) } : {}),
  };
  const names = Object.keys(written);
  return ifAllowed(
    ledger.call("dynamodb:UpdateItem", {
      TableName: ledger.table,
      Key: keyOf(key),
      UpdateExpression: `SET begunAt = if_not_exists(begunAt, :endedAt), ${names.map((name) => `#${name} = :${name}`).join(", ")}`,
      ConditionExpression: "attribute_not_exists(outcome)",
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: toValues(
        Object.fromEntries(Object.entries(written).map(([name, value]) => [`:${name}`, value])),
      ),
    }),
  );
};

/** Writes down that a step was undone, or why not. */
export const noteUndo = (ledger: Ledger<"dynamodb:UpdateItem">, key: StepKey, outcome: Outcome): Promise<boolean> =>
  ifAllowed(
    ledger.call("dynamodb:UpdateItem", {
      TableName: ledger.table,
      Key: keyOf(key),
      // By placeholder: `undo` is one of DynamoDB's reserved words.
      UpdateExpression: "SET #undo = :undo, #undoneAt = :at",
      ConditionExpression: "attribute_exists(outcome)",
      ExpressionAttributeNames: { "#undo": "undo", "#undoneAt": "undoneAt" },
      ExpressionAttributeValues: toValues({ ":undo": JSON.stringify(outcome), ":at": ledger.now().toISOString() }),
    }),
  );

import type { Change } from "../actions/action.ts";
import type { StepRecord, UndoOrder } from "../incident/incident.ts";
import type { Outcome } from "../incident/outcome.ts";
import { type Item, ifAllowed, keys, type Ledger, toValues } from "./table.ts";

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
export const untouched = "attribute_not_exists(pk) OR attribute_exists(waits)";

/** Changes some fields of a step, if a condition holds. Every name goes by a placeholder: some are reserved words of DynamoDB. */
export const changeStep = (
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

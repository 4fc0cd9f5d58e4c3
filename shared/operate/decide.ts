import type { Decision, Incident, StepRecord } from "../incident/incident.ts";
import type { Order } from "../incident/order.ts";
import { isOpen } from "../incident/outcome.ts";
import { noteDecision } from "../ledger/incident.ts";
import { rejectStep } from "../ledger/step.ts";
import { Refused } from "./refused.ts";
import type { Desk } from "./verb.ts";

/** Now, but later than what is decided about: two clocks can differ by a little. */
export const timeAfter = ({ ledger }: Pick<Desk, "ledger">, ...times: readonly (string | undefined)[]): string => {
  const last = Math.max(...times.map((time) => (time ? Date.parse(time) : 0)));
  return new Date(Math.max(ledger.now().getTime(), last + 1)).toISOString();
};

/** Puts a decision on the incident's timeline. */
export const decide = (
  { ledger, by }: Desk,
  { id }: Incident,
  kind: Decision["kind"],
  { at, step, reason }: Pick<Decision, "at" | "step" | "reason">,
): Promise<boolean> =>
  noteDecision(
    ledger,
    id,
    { kind, by, at, ...(step === undefined ? {} : { step }), ...(reason === undefined ? {} : { reason }) },
    `${kind}#${step ?? ""}`,
  );

/** Sends an order for a step to the function that has its action. */
export const sendOrder = async (
  { send, queues, identityActions }: Desk,
  kind: "step" | "undo",
  incident: string,
  { id, action }: Pick<StepRecord, "id" | "action">,
): Promise<void> => {
  const order: Order = { kind, incident, step: id };
  const QueueUrl = identityActions.includes(action) ? queues.identity : queues.resource;
  await send("sqs:SendMessage", { QueueUrl, MessageBody: JSON.stringify(order) });
};

/** The record of a step that waits for a person. @throws Refused */
export const openRecord = ({ records }: Incident, step: string): StepRecord => {
  const record = records.get(step);
  if (record && isOpen(record.outcome)) return record;
  const is = record?.outcome?.type ?? "under way";
  throw new Refused(`step ${step}: expected one that was held and waits for a person, and it is ${is}`);
};

/** Says no to a step that waits for a person. False if it does not wait any more. */
export const reject = async (
  desk: Desk,
  incident: Incident,
  record: StepRecord,
  reason: string | undefined,
): Promise<boolean> => {
  const said = reason === undefined ? {} : { reason };
  const key = { incident: incident.id, step: record.id };
  if (!(await rejectStep(desk.ledger, key, { type: "rejected", by: desk.by, ...said }))) return false;
  await decide(desk, incident, "rejected", { at: timeAfter(desk, record.endedAt), step: record.id, ...said });
  return true;
};

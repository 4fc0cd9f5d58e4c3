import { randomUUID } from "node:crypto";
import type { StepRecord } from "../incident/incident.ts";
import { isOpen, type Outcome } from "../incident/outcome.ts";
import { changeStep, type StepKey, untouched } from "./step-item.ts";
import { expiry, ifAllowed, keptDays, keys, type Ledger, toValues } from "./table.ts";

/** How a step ended. */
type Ending = Pick<StepRecord, "action" | "answers" | "change"> & { readonly outcome: Outcome };

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

/** Takes over a step whose beginner has not been heard of since its lease ran out; false if somebody else was faster. The token as in `beginStep`. */
export const takeOverStep = (
  ledger: Ledger<"dynamodb:UpdateItem">,
  key: StepKey,
  seen: number,
  lease: number,
): Promise<boolean> =>
  changeStep(
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
  changeStep(ledger, key, { lease: 0, trouble }, "#lease = :held AND attribute_not_exists(#outcome)", {
    values: { ":held": held },
  });

/** Writes down how a begun step ended; it can have been held after all, by whoever took it over. The first ending stands. */
export const endStep = (
  ledger: Ledger<"dynamodb:UpdateItem">,
  key: StepKey,
  { outcome }: Pick<Ending, "outcome">,
): Promise<boolean> =>
  changeStep(
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
  changeStep(
    ledger,
    key,
    { outcome: JSON.stringify(outcome), endedAt: ledger.now().toISOString() },
    "attribute_exists(#waits)",
    { remove: ["waits"] },
  );

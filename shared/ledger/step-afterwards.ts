import type { UndoOrder } from "../incident/incident.ts";
import type { Outcome } from "../incident/outcome.ts";
import { changeStep, type StepKey } from "./step-item.ts";
import type { Ledger } from "./table.ts";

/** Writes down who wants a step undone. False if the step has not ended. */
export const orderUndo = (ledger: Ledger<"dynamodb:UpdateItem">, key: StepKey, order: UndoOrder): Promise<boolean> =>
  changeStep(ledger, key, { undoOrder: JSON.stringify(order) }, "attribute_exists(#outcome)");

/** Writes down that a step was undone, or why not. */
export const noteUndo = (ledger: Ledger<"dynamodb:UpdateItem">, key: StepKey, outcome: Outcome): Promise<boolean> =>
  changeStep(
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
  return changeStep(
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

import * as v from "valibot";
import type { PlannedStep } from "./finding.ts";

/**
 * What stands in the queues to contain and restore: carry out a step, or undo one. The queues can be written to by more
 * than this program, so whatever comes out of them is checked again.
 */
const text = v.pipe(v.string(), v.nonEmpty("a text that is not empty"));

const stepOrder = v.strictObject({
  kind: v.literal("step"),
  incident: text,
  step: v.strictObject({
    id: text,
    action: text,
    params: v.unknown(),
    detection: text,
    resource: v.strictObject({ type: text, id: text }),
  }),
});

const undoOrder = v.strictObject({
  kind: v.literal("undo"),
  incident: text,
  /** The id of a step that was carried out. */
  step: text,
});

const order = v.variant("kind", [stepOrder, undoOrder]);
export type Order = v.InferOutput<typeof order>;
export type StepOrder = v.InferOutput<typeof stepOrder>;
export type UndoOrder = v.InferOutput<typeof undoOrder>;

/** The order to carry out one step of an incident. */
export const orderFor = (incident: string, step: PlannedStep): StepOrder => ({
  kind: "step",
  incident,
  step: { ...step },
});

/** An order that cannot be read. Message: where, and what was expected. Trying again cannot help. */
export class InvalidOrder extends Error {
  override readonly name = "InvalidOrder";
}

/** @throws InvalidOrder */
export const readOrder = (json: string): Order => {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new InvalidOrder(`the order is not JSON (${json.length} characters)`);
  }
  const parsed = v.safeParse(order, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  // A field that no order has is named by whoever wrote it; that name is not passed on.
  if (issue.expected === "never") throw new InvalidOrder("the order: a field that no order has: expected never");
  const expected = issue.kind === "schema" ? issue.expected : issue.message;
  throw new InvalidOrder(`${v.getDotPath(issue) ?? "the order"}: expected ${expected}`);
};

import * as v from "valibot";

/**
 * What stands in the queues to contain and restore: carry out a step, undo one, or look again at one. An order only names what
 * stands in the ledger; what is to be done is read from there, so that whoever can write to a queue can at most have something
 * done again that was found to be right.
 */
const text = v.pipe(v.string(), v.nonEmpty("a text that is not empty"), v.maxLength(300, "at most 300 characters"));

/** `step`: the id of a step of this incident. */
const named = { incident: text, step: text };
const order = v.variant("kind", [
  v.strictObject({ kind: v.literal("step"), ...named }),
  v.strictObject({ kind: v.literal("undo"), ...named }),
  /** `look`: which look it is, counted from 1. */
  v.strictObject({ kind: v.literal("recheck"), ...named, look: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
]);
export type Order = v.InferOutput<typeof order>;

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
  if (issue.expected === "never") throw new InvalidOrder("the order: expected no other fields");
  const expected = issue.kind === "schema" ? issue.expected : issue.message;
  throw new InvalidOrder(`${v.getDotPath(issue) ?? "the order"}: expected ${expected}`);
};

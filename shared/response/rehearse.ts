import type { Call, Permission } from "../aws/operations.ts";
import type { RehearsedCall } from "../incident/outcome.ts";
import type { Plan } from "./guardrails/guardrail.ts";
import { type AnyAction, limitedTo } from "./hands.ts";

/** More than any action makes. One that waits for what it did not write would go on for ever. */
const most = 20;

/** It would have made a call that cannot be rehearsed further. */
class Enough extends Error {}

/**
 * The calls that a plan would make, found out by carrying it out with a call that lets reads through and only notes the writes.
 * So there is no second description of an action that could say something else than it does. Undefined when that fails: an
 * action may need the answer to a write.
 */
export const rehearse = async <P extends Permission>(
  action: AnyAction<P>,
  { change, undo }: Pick<Plan, "change" | "undo">,
  call: Call<P>,
): Promise<readonly RehearsedCall[] | undefined> => {
  const calls: RehearsedCall[] = [];
  const noting = ((permission: P, input: never) => {
    if (!action.writes.includes(permission)) return call(permission, input);
    calls.push({ call: permission, input });
    if (calls.length >= most) throw new Enough();
    return Promise.resolve({});
  }) as unknown as Call<P>;
  const limited = limitedTo(noting, [...action.reads, ...action.writes]);
  try {
    await (undo ? action.undo : action.apply)(change, limited);
  } catch {
    // What was noted before it came to grief is still true.
  }
  return calls.length > 0 && calls.length < most ? calls : undefined;
};

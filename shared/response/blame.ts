import type { Step } from "../actions/action.ts";
import type { Permission } from "../aws/operations.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { AnyDrift } from "../detections/detection.ts";
import { rungFor } from "./ladder.ts";

/** Who is held to account for a drift, and what follows from it. */
export interface Blame {
  readonly blamed: boolean;
  /** An AWS service made the call for somebody, who is not blamed for it. */
  readonly onBehalf?: true;
  /** Takes away what they did it with, if that can be done from here. */
  readonly steps: readonly Step[];
  /** What a person has to do instead. */
  readonly advice: readonly string[];
}

const nobody: Blame = { blamed: false, steps: [], advice: [] };

/** What was judged: the state, and what about it is not as it should be. */
export interface Seen {
  readonly state: unknown;
  readonly found: string;
}

/** Whether a call brought about this very state, and what to do about who made it. Without a call there is nobody to blame. */
export const blameFor = <R extends Permission>(
  { causes, evicts }: AnyDrift<R>,
  by: ApiCall | undefined,
  { state, found }: Seen,
  account: string,
): Blame => {
  // Its own names only: every object knows some more, such as `constructor`.
  const brought =
    by === undefined || by.requestOmitted || !Object.hasOwn(causes, by.name) ? undefined : causes[by.name];
  if (by === undefined || !brought?.(by.request, state, found)) return nobody;
  const { actor, name } = by;
  if (actor.invokedBy !== undefined && actor.credential.kind !== "service")
    return {
      ...nobody,
      onBehalf: true,
      advice: [`${name} was called through ${actor.invokedBy} for ${actor.name}: find out who asked for it.`],
    };
  if (evicts === false) return { blamed: true, steps: [], advice: [] };
  return { blamed: true, ...rungFor(actor, account) };
};

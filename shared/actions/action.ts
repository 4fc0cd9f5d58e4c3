import { isDeepStrictEqual } from "node:util";
import type * as v from "valibot";
import type { Call, Permission } from "../aws/operations.ts";

/** MITRE D3FEND tactics, which are also OCSF's Remediation Activity (7001) ids 2, 1, 3, 4. Identities and resources are answered side by side. */
export const countermeasures = ["Evict", "Isolate", "Restore", "Harden"] as const;
export type Countermeasure = (typeof countermeasures)[number];

type Countering = { readonly countermeasure: Countermeasure };

/** Whether an action takes something away from somebody, rather than putting a resource right. */
export const evictsOrIsolates = ({ countermeasure }: Countering): boolean =>
  countermeasure === "Evict" || countermeasure === "Isolate";

/** The ids of those that do. */
export const evictsOf = (actions: readonly (Countering & { readonly id: string })[]): readonly string[] =>
  actions.filter(evictsOrIsolates).map(({ id }) => id);

/** What an action will do, as plain data: stored before it is applied, and by itself enough to undo it later. */
export interface Change {
  /** The ARN, or another unique name, of what is changed. */
  readonly resource: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * One answer to a finding. The laws that every action obeys are tested against the local AWS: planning writes nothing; `live`
 * is `before` beforehand and `after` afterwards; once applied there is nothing left to plan; undo from the stored JSON alone
 * brings the state back exactly; applying twice equals applying once; states that pass by themselves are waited for.
 */
export interface Action<Id extends string, Params, C extends Change, R extends Permission, W extends Permission> {
  readonly id: Id;
  /** As a person would say it, imperative. */
  readonly title: string;
  readonly countermeasure: Countermeasure;
  /** Why a machine must not begin it by itself: then it waits for a person's approval, whatever the mode. */
  readonly asks?: string;
  /** What it cannot bring back, for the message; undefined when it restores everything. */
  readonly limits?: string;
  readonly reads: readonly R[];
  readonly writes: readonly W[];
  readonly params: v.GenericSchema<unknown, Params>;
  readonly change: v.GenericSchema<unknown, C>;
  /** What would be done, or undefined if there is nothing to do. */
  readonly plan: (params: Params, call: Call<R>) => Promise<C | undefined>;
  readonly apply: (change: C, call: Call<R | W>) => Promise<void>;
  /** How that which is changed is now, in the terms of `before` and `after`; undefined when it does not exist any more. */
  readonly live: (change: C, call: Call<R>) => Promise<C["before"] | C["after"] | undefined>;
  /** Whether two such states are the same; without it, when all their parts are equal. */
  readonly same?: (a: C["before"] | C["after"], b: C["before"] | C["after"]) => boolean;
  readonly undo: (change: C, call: Call<R | W>) => Promise<void>;
}

/** What was to be changed does not exist any more: trying again would not help. */
export class ResourceGone extends Error {
  override readonly name: string = "ResourceGone";
}

/** An action for a playbook, with the parameters of its own kind. Plain data. */
export interface Step<Id extends string = string, Params = unknown> {
  readonly action: Id;
  readonly params: Params;
  /** How long it waits, so that another step on the same thing is over by then: both would write the whole of it. */
  readonly waitSeconds?: number;
}

/** Keeps the exact types of an action for everybody who builds on it. */
export const action = <
  const Id extends string,
  Params,
  C extends Change,
  const R extends Permission,
  const W extends Permission,
>(
  definition: Action<Id, Params, C, R, W>,
): Action<Id, Params, C, R, W> => definition;

/** A step of a playbook; the parameters are checked against the action's. */
export const step = <Id extends string, Params>(
  // biome-ignore lint/suspicious/noExplicitAny: only the id and the parameters matter here.
  { id }: Action<Id, Params, any, any, any>,
  params: Params,
): Step<Id, Params> => ({ action: id, params });

/** Whether a state of what an action changes is another one of it. What does not exist any more is like nothing. */
export const isSame = <C extends Change>(
  // biome-ignore lint/suspicious/noExplicitAny: only how states are compared matters here.
  { same = isDeepStrictEqual }: Pick<Action<string, any, C, any, any>, "same">,
  live: C["before"] | C["after"] | undefined,
  wanted: C["before"] | C["after"],
): boolean => live !== undefined && same(live, wanted);

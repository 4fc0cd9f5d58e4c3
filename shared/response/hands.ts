import type { Action } from "../actions/action.ts";
import type { Call, Heard, Permission } from "../aws/operations.ts";
import type { Settings } from "../baseline/settings.ts";
import type { Ledger } from "../ledger/table.ts";
import type { Home, Resource } from "../resources/resource.ts";
import type { Guardrail } from "./guardrails/guardrail.ts";

// biome-ignore lint/suspicious/noExplicitAny: the registry holds actions of every kind; each is handed what it declared.
export type AnyAction<P extends Permission> = Action<string, any, any, P, P>;
// biome-ignore lint/suspicious/noExplicitAny: only `type` and `declared` are used of them here.
export type AnyResource = Pick<Resource<any, any, any, any>, "type" | "declared">;

/** What carrying out orders needs. `P`: the permissions of this function's actions. */
export interface Hands<P extends Permission> {
  readonly actions: readonly AnyAction<P>[];
  readonly resources: readonly AnyResource[];
  readonly guardrails: readonly Guardrail[];
  readonly settings: Settings;
  readonly home: Home;
  /** Makes the call that leads out; `heard` is told of every answer. */
  readonly connect: (heard?: Heard) => Call<P>;
  readonly ledger: Ledger<"dynamodb:GetItem" | "dynamodb:PutItem" | "dynamodb:UpdateItem">;
}

/** A call that refuses at run time, too, what was not declared. */
export const limitedTo =
  <P extends Permission>(call: Call<P>, allowed: readonly P[]): Call<P> =>
  (permission, input) => {
    if (!allowed.includes(permission)) throw new TypeError(`${permission} was not declared by whoever makes this call`);
    return call(permission, input);
  };

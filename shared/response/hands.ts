import * as v from "valibot";
import type { Action } from "../actions/action.ts";
import type { Call, Heard, Permission } from "../aws/operations.ts";
import type { Settings } from "../baseline/settings.ts";
import { InvalidOrder } from "../incident/order.ts";
import type { Ledger } from "../ledger/table.ts";
import type { Home, Resource } from "../resources/resource.ts";
import type { Guardrail } from "./guardrails/guardrail.ts";

// biome-ignore lint/suspicious/noExplicitAny: the registry holds actions of every kind; each is handed what it declared.
export type AnyAction<P extends Permission> = Action<string, any, any, P, P>;
// biome-ignore lint/suspicious/noExplicitAny: only these are used of them here.
export type AnyResource = Pick<Resource<any, any, any, any>, "type" | "typeOf" | "declared">;

type HandsLedger = Ledger<
  | "dynamodb:BatchGetItem"
  | "dynamodb:GetItem"
  | "dynamodb:PutItem"
  | "dynamodb:Query"
  | "dynamodb:TransactWriteItems"
  | "dynamodb:UpdateItem"
>;

/** What carrying out orders needs. `P`: the permissions of this function's actions. */
export interface Hands<P extends Permission> {
  readonly actions: readonly AnyAction<P>[];
  readonly resources: readonly AnyResource[];
  readonly guardrails: readonly Guardrail[];
  readonly settings: Settings;
  readonly home: Home;
  /** The ARNs of the roles that our functions run under. */
  readonly ownRoles: readonly string[];
  /** Makes the call that leads out; `heard` is told of every answer. */
  readonly connect: (heard?: Heard) => Call<P>;
  readonly ledger: HandsLedger;
  /** Sends orders to the queue that these hands take theirs from. */
  readonly orders: Orders;
}

/** A way to send oneself orders. */
export interface Orders {
  readonly queue: string;
  readonly send: Call<"sqs:SendMessageBatch">;
}

/** A call that refuses at run time, too, what was not declared. */
export const limitedTo =
  <P extends Permission>(call: Call<P>, allowed: readonly P[]): Call<P> =>
  (permission, input) => {
    if (!allowed.includes(permission)) throw new TypeError(`${permission} was not declared by whoever makes this call`);
    return call(permission, input);
  };

/** The action of that name among those that this function has. @throws InvalidOrder */
export const actionOf = <P extends Permission>({ actions }: Hands<P>, id: string): AnyAction<P> => {
  const action = actions.find((candidate) => candidate.id === id);
  if (action === undefined) throw new InvalidOrder(`action: expected one of ${actions.map((a) => a.id).join(", ")}`);
  return action;
};

/** Checks plain data out of the table against the action's own schema. @throws InvalidOrder: where, and what was expected */
export const checked = <T>(schema: v.GenericSchema<unknown, T>, value: unknown, where: string): T => {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  // A field that does not belong is named by whoever wrote it; that name is not passed on.
  const place = issue.expected === "never" ? where : [where, v.getDotPath(issue)].filter(Boolean).join(".");
  throw new InvalidOrder(`${place}: expected ${issue.expected === "never" ? "no other fields" : issue.expected}`);
};

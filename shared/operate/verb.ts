import * as v from "valibot";
import type { Call } from "../aws/operations.ts";
import type { Settings } from "../baseline/settings.ts";
import type { Ledger } from "../ledger/table.ts";
import type { Person } from "./operator.ts";
import { Refused } from "./refused.ts";

/** Where operators' orders are carried out, and who has come. */
export interface Desk {
  readonly ledger: Ledger<"dynamodb:PutItem" | "dynamodb:Query" | "dynamodb:UpdateItem">;
  readonly send: Call<"sqs:SendMessage">;
  readonly queues: { readonly identity: string; readonly resource: string };
  /** The ids of the actions on identities; the orders for all others go to the other queue. */
  readonly identityActions: readonly string[];
  /** The ids of the actions that take something away from somebody. */
  readonly evicts: readonly string[];
  /** The ids of all detections. */
  readonly detections: readonly string[];
  readonly settings: Pick<Settings, "exemptions" | "operators">;
  /** The ARN of who orders. */
  readonly by: string;
  readonly person: Person;
}

/** An option as it is given on the command line, `--NAME`. */
export interface Option {
  readonly name: string;
  readonly usage: string;
  readonly type: "string" | "boolean";
  readonly required?: true;
}

/** What was done: for people, and for machines. */
export interface Done {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a function answers, whatever became of the order. `problem`: what, where, and what was expected. */
export type Answer = ({ readonly ok: true } & Done) | { readonly ok: false; readonly problem: string };

/** Something that an operator can order. Declared once: the command line, its help, the checks and the documentation follow. */
export interface Verb<Params = never> {
  readonly id: string;
  /** Imperative, one line. */
  readonly summary: string;
  readonly options: readonly Option[];
  /** The options by their names, as they arrive. */
  readonly params: v.GenericSchema<unknown, Params>;
  readonly run: (desk: Desk, params: Params) => Promise<Done>;
}

/** A verb of which only `carryOut` knows the parameters. */
export interface AnyVerb extends Omit<Verb, "params" | "run"> {
  /** Checks what was given, then does it. @throws Refused */
  readonly carryOut: (desk: Desk, given: unknown) => Promise<Done>;
}

/** @throws Refused: where, and what was expected */
const checked = <T>(id: string, schema: v.GenericSchema<unknown, T>, given: unknown): T => {
  const parsed = v.safeParse(schema, given);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  // A name that no option has is whoever's words; it is not passed on.
  if (issue.expected === "never") throw new Refused(`${id}: expected no other options than its own`);
  const path = v.getDotPath(issue);
  const expected = issue.kind === "schema" && issue.received === "undefined" ? "to be given" : issue.message;
  throw new Refused(`${id}${path ? `: --${path}` : ""}: expected ${expected}`);
};

/** Makes a verb; `run` is handed what the schema makes of the options. */
export const verb = <Params>({ run, params, ...declared }: Verb<Params>): AnyVerb => ({
  ...declared,
  carryOut: async (desk, given) => run(desk, checked(declared.id, params, given)),
});

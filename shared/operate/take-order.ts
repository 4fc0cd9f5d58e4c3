import { plain } from "../notice/plain.ts";
import { requireOperator } from "./operator.ts";
import { type Counter, provenBy, readProven } from "./proof-check.ts";
import { Refused } from "./refused.ts";
import type { Answer, AnyVerb, Desk } from "./verb.ts";

/** All that taking an order needs. Who has come is found out. */
export interface Counters extends Omit<Desk, "by" | "person" | "ledger">, Counter {
  readonly ledger: Desk["ledger"];
  readonly verbs: readonly AnyVerb[];
}

/** What came of an order; who gave it and which it was are there as far as they were proven. */
export interface Taken {
  readonly answer: Answer;
  readonly verb?: string;
  readonly by?: string;
}

/** For people: an error of a service is named, and its stack is not. */
const problemOf = (error: unknown): string => {
  if (error instanceof Refused) return error.message;
  const { name, message } = error as Error;
  return `it could not be done, or not all of it: ${name}: ${plain(message, 300)}. Expected to work when it is ordered again`;
};

/** Takes an order: who gives it, whether they may, then what it is. Nothing of it is done before. Never throws. */
export const takeOrder = async (counters: Counters, event: unknown): Promise<Taken> => {
  let known: Omit<Taken, "answer"> = {};
  try {
    const proven = readProven(event);
    const by = await provenBy(proven, counters);
    const person = requireOperator(by, counters.settings.operators);
    const { verb: id, params } = proven.order;
    const verb = counters.verbs.find((one) => one.id === id);
    known = { by, ...(verb ? { verb: id } : {}) };
    if (verb === undefined) throw new Refused(`expected one of ${counters.verbs.map((one) => one.id).join(", ")}`);
    return { ...known, answer: { ok: true, ...(await verb.carryOut({ ...counters, by, person }, params)) } };
  } catch (error) {
    return { ...known, answer: { ok: false, problem: problemOf(error) } };
  }
};

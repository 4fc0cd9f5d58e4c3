import { createHash, randomUUID } from "node:crypto";
import { type Signer, signCallerIdentity } from "../aws/caller-identity.ts";
import type { Headers } from "../aws/sign.ts";

/**
 * Lambda does not tell a function who invoked it, so the caller proves it: with the order comes a request to STS that only they
 * can have signed, and one of the signed headers is the order's own hash. It proves this order, at this time, once.
 */
export const orderHeader = "x-lockkeeper-order";

export type Value = string | boolean;

/** What is ordered, and all that binds it to one place and moment. */
export interface Ordered {
  readonly verb: string;
  readonly params: Readonly<Record<string, Value>>;
  /** The function that it is meant for. */
  readonly function: string;
  /** A UUID, different each time. */
  readonly nonce: string;
  /** When it was signed, ISO 8601. */
  readonly time: string;
}

/** What the function is invoked with. */
export interface Proven {
  readonly order: Ordered;
  /** The headers of the signed request to STS. */
  readonly proof: Headers;
}

const sorted = (fields: Readonly<Record<string, Value>>) =>
  Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** SHA-256 of the order, hexadecimal; the same in whatever order its fields come. */
export const hashOf = ({ verb, params, function: name, nonce, time }: Ordered): string =>
  createHash("sha256")
    .update(JSON.stringify([verb, sorted(params), name, nonce, time]))
    .digest("hex");

/** The time as SigV4 has it in X-Amz-Date: `20261125T120000Z`. */
export const amzDate = (time: Date): string => time.toISOString().replace(/[-:]|\.\d{3}/g, "");

/** An order with the proof of whose it is. */
export const prove = (
  { verb, params, function: name }: Pick<Ordered, "verb" | "params" | "function">,
  signer: Omit<Signer, "at">,
  at: Date = new Date(),
): Proven => {
  const order = { verb, params, function: name, nonce: randomUUID(), time: at.toISOString() };
  return { order, proof: signCallerIdentity({ ...signer, at }, { [orderHeader]: hashOf(order) }) };
};

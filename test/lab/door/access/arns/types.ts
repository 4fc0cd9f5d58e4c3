import type { Call } from "../../types.ts";
import { textOf } from "../../values.ts";

/** Where a call happens, to make ARNs of. */
export interface Place {
  readonly region: string;
  readonly account: string;
}

/** The ARNs that a call of one service touches; empty when it cannot be told from the input. */
export type ArnsOf = (call: Call, place: Place) => readonly string[];

/** A text in the input, under the first of these names that has one. */
export const text = (input: Readonly<Record<string, unknown>>, ...names: readonly string[]): string | undefined =>
  names.map((name) => textOf(input[name])).find((value) => value !== undefined);

/** An ARN as given, or made from a bare name. */
export const arnOr = (value: string | undefined, make: (name: string) => string): readonly string[] => {
  if (value === undefined) return [];
  return [value.startsWith("arn:") ? value : make(value)];
};

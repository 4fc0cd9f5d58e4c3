import type { ApiCall } from "../../cloudtrail/api-call.ts";
import type { StreamState } from "./state.ts";

/** The parameters of a call as CloudTrail wrote them: anything may stand in their place. */

export type Bag = Readonly<Record<string, unknown>>;
/** What a call leaves of a stream: the parts that it changes. */
export type Leaves = (call: Pick<ApiCall, "request" | "response">, before: StreamState) => Partial<StreamState>;

export const textOf = (value: unknown): string | undefined => (typeof value === "string" && value ? value : undefined);
export const numberOf = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
export const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
export const bagOf = (value: unknown): Bag =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Bag) : {};

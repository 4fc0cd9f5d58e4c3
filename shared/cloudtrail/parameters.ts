/** What CloudTrail wrote down of a call's parameters and answer: anything may stand in their place. */

export type Bag = Readonly<Record<string, unknown>>;

export const isBag = (value: unknown): value is Bag =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const bagOf = (value: unknown): Bag => (isBag(value) ? value : {});
export const textOf = (value: unknown): string | undefined => (typeof value === "string" && value ? value : undefined);
export const numberOf = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
export const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];

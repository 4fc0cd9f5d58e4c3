/** An object of unknown content: an input, an output, or a part of one. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The fields of an object; none of anything else. */
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

/** A text that is not empty. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** The objects in a list. */
export const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);

/** The texts in a list. */
export const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];

/** The object that a JSON text is; none when it is something else, or no JSON. */
export const parseFields = (text: string): Fields => {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return {};
  }
};

/** Tags in either spelling, or as a map, as key and value. */
export const tagsOf = (value: unknown): Readonly<Record<string, string>> => {
  if (!Array.isArray(value))
    return Object.fromEntries(Object.entries(fieldsOf(value)).map(([key, item]) => [key, textOf(item) ?? ""]));
  return Object.fromEntries(
    listOf(value).map(({ Key, key, TagKey, Value, value: item, TagValue }) => [
      textOf(Key ?? key ?? TagKey) ?? "",
      textOf(Value ?? item ?? TagValue) ?? "",
    ]),
  );
};

import * as fc from "fast-check";

/** How somebody writes JSON: the white space and the escapes they use, over and over again. */
interface Hand {
  readonly spaces: readonly string[];
  readonly escapes: readonly boolean[];
}

const write = (value: unknown, { spaces, escapes }: Hand): string => {
  let turn = 0;
  const space = () => {
    turn += 1;
    return spaces[turn % spaces.length] ?? "";
  };
  const asEscape = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
  // A text with escapes of its own is left alone.
  const escaped = (text: string) =>
    text.includes("\\")
      ? text
      : text.replaceAll(/[a-z*:]/g, (letter, at: number) => (escapes[at % escapes.length] ? asEscape(letter) : letter));
  const separated = (open: string, parts: readonly string[], close: string) =>
    `${open}${space()}${parts.map((part) => `${part}${space()}`).join(`,${space()}`)}${close}`;
  const one = (item: unknown): string => {
    if (typeof item === "string") return escaped(JSON.stringify(item));
    if (Array.isArray(item)) return separated("[", item.map(one), "]");
    if (typeof item !== "object" || item === null) return JSON.stringify(item);
    const members = Object.entries(item).map(
      ([key, held]) => `${escaped(JSON.stringify(key))}${space()}:${space()}${one(held)}`,
    );
    return separated("{", members, "}");
  };
  return `${space()}${one(value)}${space()}`;
};

const hand: fc.Arbitrary<Hand> = fc.record({
  spaces: fc.array(fc.constantFrom("", " ", "\n", "\n    ", "\t", "\r\n"), { minLength: 1, maxLength: 5 }),
  escapes: fc.oneof(fc.constant([false]), fc.array(fc.boolean(), { minLength: 1, maxLength: 7 })),
});

/** JSON text of a value in any hand: white space wherever it may stand, letters as they are or escaped. */
export const written = (value: unknown): fc.Arbitrary<string> => hand.map((by) => write(value, by));

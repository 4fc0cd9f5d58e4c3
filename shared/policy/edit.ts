import type { Place } from "./json.ts";

/** What stands in a place is replaced by `text`; a place without length is where it is inserted. */
export interface Edit extends Place {
  readonly text: string;
}

/** The text with edits made that do not overlap; every other byte stays. */
export const edit = (text: string, edits: readonly Edit[]): string => {
  const inOrder = [...edits].sort((a, b) => a.start - b.start);
  let from = 0;
  let result = "";
  for (const { start, end, text: put } of inOrder) {
    result += text.slice(from, start) + put;
    from = end;
  }
  return result + text.slice(from);
};

/**
 * Takes items out of a list, or members out of an object, each with the comma and the white space that came with it. At
 * least one has to stay: a list that would be empty goes as a whole.
 */
export const without = <T extends Place>(items: readonly T[], goes: (item: T) => boolean): readonly Edit[] => {
  const last = items.findLastIndex((item) => !goes(item));
  const kept = items[last];
  const end = items.at(-1)?.end;
  if (!kept || end === undefined) return [];
  const before = items.slice(0, last).flatMap((item, index): readonly Edit[] => {
    const next = items[index + 1];
    return next && goes(item) ? [{ start: item.start, end: next.start, text: "" }] : [];
  });
  return [...before, { start: kept.end, end, text: "" }];
};

import { styleText } from "node:util";

/** How lines are to look in a terminal. `width` in columns; less than 72 counts as 72. */
export interface LineStyle {
  readonly color: boolean;
  readonly width: number;
}

export const columns = ({ width }: LineStyle): number => Math.max(72, Math.floor(width));

type Colour = Parameters<typeof styleText>[0];

/** Whether to colour was decided by the caller, who knows where the lines go. */
export const paint = ({ color }: LineStyle, colour: Colour, text: string): string =>
  color && text !== "" ? styleText(colour, text, { validateStream: false }) : text;

/** One column for each letter, as people see them: an accent or a joined emoji is not counted apart. */
const segmenter = new Intl.Segmenter("en");
const letters = (text: string): readonly string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

/** How many columns a text takes that has no colours yet. Wide letters count as one. */
export const widthOf = (text: string): number => letters(text).length;

export const cut = (text: string, width: number): string => {
  const all = letters(text);
  return all.length <= width
    ? text
    : `${all
        .slice(0, width - 1)
        .join("")
        .trimEnd()}…`;
};

/** Keeps the end, which tells more of a path than its beginning. */
export const cutStart = (text: string, width: number): string => {
  const all = letters(text);
  return all.length <= width ? text : `…${all.slice(all.length - width + 1).join("")}`;
};

export const padded = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - widthOf(text)));

/** Breaks at spaces, and within a word only when it does not fit on a line of its own. At least one line. */
export const wrap = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").filter((each) => each !== "")) {
    let rest = word;
    if (line !== "" && widthOf(line) + 1 + widthOf(rest) <= width) {
      line = `${line} ${rest}`;
      continue;
    }
    if (line !== "") lines.push(line);
    while (widthOf(rest) > width) {
      lines.push(letters(rest).slice(0, width).join(""));
      rest = letters(rest).slice(width).join("");
    }
    line = rest;
  }
  return line !== "" || lines.length === 0 ? [...lines, line] : lines;
};

/** The same in at most so many lines; an ellipsis tells that there is more. */
export const wrapAtMost = (most: number, text: string, width: number): readonly string[] => {
  const all = wrap(text, width);
  if (all.length <= most) return all;
  return [...all.slice(0, most - 1), cut(all.slice(most - 1).join(" "), width)];
};

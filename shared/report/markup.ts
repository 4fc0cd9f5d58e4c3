import { visible } from "./visible.ts";

/** HTML that may stand in the page as it is. */
export interface Markup {
  readonly markup: string;
}
type Part = string | number | Markup | undefined | readonly Part[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For text and for quoted attributes alike. */
export const escapeHtml = (text: string): string =>
  visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? "");

const render = (part: Part): string => {
  if (part === undefined) return "";
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return `${part}`;
  return "markup" in part ? part.markup : part.map(render).join("");
};

/** A piece of the page. Whatever is put in is escaped, unless it is such a piece itself: there is no other way into the page. */
export const html = (fixed: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  markup: fixed.map((text, index) => text + render(parts[index])).join(""),
});

/** Text of our own that HTML takes as it is, such as a style sheet. Never for anything that was read or received. */
export const verbatim = (own: string): Markup => ({ markup: own });

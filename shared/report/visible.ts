// Characters without a look of their own: control characters, which steer terminals, and format characters, which hide letters
// or turn them around. Tabs, line feeds and the joiners that scripts and emoji are written with stay.
const hidden = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

const codeOf = (character: string): string =>
  `‹U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}›`;

/** The text with every character that hides or steers written out as its code: parts of it may be an attacker's own words. */
export const visible = (text: string): string => text.replaceAll("\r\n", "\n").toWellFormed().replace(hidden, codeOf);

/** The same on one line. */
export const visibleLine = (text: string): string => visible(text).replace(/\s+/g, " ").trim();

/** What the derived pages are made of. */

export const note = "<!-- Derived from the code by `npm run derive`; do not edit. -->";

export const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

export const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");

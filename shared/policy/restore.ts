import { formOf, formsOf } from "./canonical.ts";
import { type Edit, edit } from "./edit.ts";
import { type MissingGuard, missingFrom, readBaseline } from "./guards.ts";
import type { Policy, Unreadable } from "./policy.ts";
import { readPolicy } from "./read-policy.ts";

/** `conflict`: what is missing cannot be put back without changing what another statement says; `reason` tells which. */
export type Restored =
  | { readonly kind: "unchanged" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "conflict"; readonly reason: string }
  | Unreadable;

const insert = (at: number, text: string): Edit => ({ start: at, end: at, text });

/** At the end of the list, set apart as the last statement is from the one before; a single statement becomes a list. */
const append = (
  { text, statements, places: { statement: element } }: Policy,
  added: readonly string[],
): readonly Edit[] => {
  if (added.length === 0) return [];
  if (element.kind !== "list") return [insert(element.start, "["), insert(element.end, `,${added.join(",")}]`)];
  const last = statements.at(-1);
  if (!last) return [insert(element.start + 1, added.join(","))];
  const gap = /[ \t\n\r]*$/.exec(text.slice(element.start, last.start))?.[0] ?? "";
  return [insert(last.end, added.map((one) => `,${gap}${one}`).join(""))];
};

/** AWS takes a Sid once in a policy: a statement that was changed under its name makes room for the one of the baseline. */
const putBack = (live: Policy, missing: readonly MissingGuard[]): string => {
  const changed = ({ statement: { sid } }: MissingGuard) =>
    sid ? live.statements.find((statement) => statement.sid === sid) : undefined;
  const replaced = missing.flatMap((guard): readonly Edit[] => {
    const place = changed(guard);
    return place ? [{ start: place.start, end: place.end, text: guard.text }] : [];
  });
  const added = missing.filter((guard) => !changed(guard)).map(({ text }) => text);
  return edit(live.text, [...replaced, ...append(live, added)]);
};

const withVersion = ({ text, places: { document, version } }: Policy, wanted: Policy["version"]): string => {
  if (version) return edit(text, [{ start: version.start, end: version.end, text: JSON.stringify(wanted) }]);
  return edit(text, [insert(document.start + 1, `"Version":${JSON.stringify(wanted)},`)]);
};

/**
 * The policy in the baseline's version, which is what its variables need: whoever sets it back to 2008-10-17 turns every guard
 * that rests on one into plain text. Only a statement with `${…}` changes with the version; one that the baseline does not
 * know is not to change what it says.
 */
const inVersionOf = (baseline: Policy, live: Policy, missing: readonly MissingGuard[]): Restored => {
  const depends = ({ statement }: MissingGuard) =>
    formOf(statement, baseline.version) !== formOf(statement, live.version);
  if (baseline.version === live.version || !missing.some(depends)) return { kind: "unchanged" };
  const known = formsOf(baseline);
  const strange = live.statements.find((statement) => {
    const form = formOf(statement, baseline.version);
    return form !== formOf(statement, live.version) && !known.has(form);
  });
  if (!strange) return { kind: "text", text: withVersion(live, baseline.version) };
  const name = strange.sid === undefined ? "a statement" : `the statement ${JSON.stringify(strange.sid)}`;
  return { kind: "conflict", reason: `Version ${baseline.version} would change what ${name} says` };
};

const restore = (text: string, baseline: Policy): Restored => {
  const live = readPolicy(text);
  if (live.kind === "unreadable") return live;
  const missing = missingFrom(live, baseline);
  if (missing.length === 0) return { kind: "unchanged" };
  const versioned = inVersionOf(baseline, live, missing);
  if (versioned.kind === "conflict" || versioned.kind === "unreadable") return versioned;
  const next = versioned.kind === "text" ? versioned.text : putBack(live, missing);
  // A statement that made room may have been what said another of the baseline's; each Sid makes room once, so this ends.
  const further = restore(next, baseline);
  return further.kind === "unchanged" ? { kind: "text", text: next } : further;
};

/**
 * Puts the statements back that the baseline has and the policy has not, byte for byte as they stand there. What else the
 * policy says stays; only a statement under the Sid of a missing one is replaced.
 * @param text the live policy; undefined if there is none
 */
export const restoreStatements = (text: string | undefined, baselineText: string): Restored => {
  const baseline = readBaseline(baselineText);
  if (baseline.kind === "unreadable") return baseline;
  if (text !== undefined) return restore(text, baseline);
  return baseline.statements.length === 0 ? { kind: "unchanged" } : { kind: "text", text: baselineText };
};

import { formOf, formsOf } from "./canonical.ts";
import { actionsOf, titleOf } from "./evidence.ts";
import type { Policy, Statement, Unreadable } from "./policy.ts";
import { readPolicy } from "./read-policy.ts";

/** A statement of the baseline's policy that the live one does not have. */
export interface MissingGuard {
  readonly statement: Statement;
  /** As it stands in the baseline, byte for byte. */
  readonly text: string;
  /** One sentence for people. */
  readonly evidence: string;
}

export type MissingGuards = { readonly kind: "guards"; readonly missing: readonly MissingGuard[] } | Unreadable;

/** A baseline that cannot be used, as distinct from a live policy. A Sid is unique in a policy (IAM User Guide, "JSON policy elements: Sid"). */
export const readBaseline = (text: string): Policy | Unreadable => {
  const baseline = readPolicy(text);
  if (baseline.kind === "unreadable") return { ...baseline, reason: `the baseline: ${baseline.reason}` };
  const sids = baseline.statements.flatMap(({ sid }) => sid || []);
  const twice = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (twice === undefined) return baseline;
  return { kind: "unreadable", reason: `the baseline: two statements have the Sid ${JSON.stringify(twice)}` };
};

/** The statements of the baseline that say what no statement of the live policy says. A guard that only widened is missing, too. */
export const missingFrom = (live: Policy | undefined, baseline: Policy): readonly MissingGuard[] => {
  const forms = live ? formsOf(live) : new Set<string>();
  return baseline.statements
    .filter((statement) => !forms.has(formOf(statement, baseline.version)))
    .map((statement) => {
      const isChanged = statement.sid && live?.statements.some(({ sid }) => sid === statement.sid);
      const what = `(${statement.effect} ${actionsOf(statement)})`;
      return {
        statement,
        text: baseline.text.slice(statement.start, statement.end),
        evidence: `${titleOf(statement, baseline)} of the baseline ${what} ${isChanged ? "was changed" : "is gone"}.`,
      };
    });
};

/**
 * Which statements of a baseline are missing from the policy, whatever their order, form and Sid.
 * @param text the live policy; undefined if there is none
 */
export const missingGuards = (text: string | undefined, baselineText: string): MissingGuards => {
  const baseline = readBaseline(baselineText);
  if (baseline.kind === "unreadable") return baseline;
  const live = text === undefined ? undefined : readPolicy(text);
  if (live?.kind === "unreadable") return live;
  return { kind: "guards", missing: missingFrom(live, baseline) };
};

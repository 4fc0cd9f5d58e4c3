import { createHash } from "node:crypto";
import { samePolicy } from "../../policy/canonical.ts";
import type { Policy } from "../../policy/policy.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import type { IdentityState } from "../../resources/iam/state.ts";

/** Something that gives an identity rights, or takes some away: a policy on it, one of a managed policy's versions, or a group. */
export interface Part {
  readonly kind: "inline" | "attached" | "group" | "version";
  /** The policy's or the group's name, the attached policy's ARN, or the id of the version. */
  readonly name: string;
  readonly texts: readonly string[];
}

const partsOf = ({ inline, attached, groups, versions, inForce }: IdentityState): readonly Part[] => [
  ...Object.entries(inline).map(([name, text]): Part => ({ kind: "inline", name, texts: [text] })),
  ...Object.entries(attached).map(([name, text]): Part => ({ kind: "attached", name, texts: [text] })),
  ...Object.entries(groups).map(([name, texts]): Part => ({ kind: "group", name, texts })),
  ...(inForce === null ? [] : [{ kind: "version", name: inForce, texts: [versions[inForce] ?? ""] } as const]),
];

const isSame = (a: Part, b: Part): boolean => a.kind === b.kind && a.name === b.name;
/** A group or an attached policy is judged where it is changed itself; here it only matters whether it is there. */
const saysTheSame = (a: Part, b: Part): boolean =>
  isSame(a, b) && (a.kind === "attached" || a.kind === "group" || a.texts.join() === b.texts.join());

/** What has come, or has been changed. */
export const cameTo = (state: IdentityState, last: IdentityState): readonly Part[] => {
  const before = partsOf(last);
  return partsOf(state).filter((part) => !before.some((one) => saysTheSame(part, one)));
};

/** What has gone. A version that is not in force any more is none of it: another came. */
export const wentFrom = (state: IdentityState, last: IdentityState): readonly Part[] => {
  const now = partsOf(state);
  return partsOf(last).filter((part) => part.kind !== "version" && !now.some((one) => isSame(part, one)));
};

/** The policies of some parts that can be read. */
export const policiesIn = (parts: readonly Part[]): readonly Policy[] =>
  parts.flatMap(({ texts }) => texts.map(readPolicy)).filter((policy) => policy.kind === "policy");

/** All policies of an identity. */
export const policiesOf = (state: IdentityState): readonly Policy[] => policiesIn(partsOf(state));

/** A text that stays the same while a policy does, and is not the policy. */
export const hashed = (texts: readonly string[]): string =>
  createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 12);

/** `with inline NAME 3f2a…`: with what it says, so that whoever accepts it accepts that and nothing else of the same name. */
export const foundAs = ({ kind, name, texts }: Part, gone: boolean): string =>
  [gone ? "without" : "with", kind, name, hashed(texts)].join(" ");

/** The part that was found under that name. */
export const partFound = (found: string, gone: boolean, parts: readonly Part[]): Part | undefined =>
  parts.find((part) => foundAs(part, gone) === found);

/**
 * Whether a request asks for a part as it is: the fields of IAM's calls, which CloudTrail spells with a small letter first. Where it
 * says a text, that is what counts, since somebody else may have put another under the same name.
 */
export const asksFor = (request: Readonly<Record<string, unknown>>, { kind, name, texts }: Part): boolean => {
  const said = request[{ inline: "policyName", attached: "policyArn", group: "groupName", version: "versionId" }[kind]];
  const { policyDocument } = request;
  const isText = typeof policyDocument === "string" && samePolicy(policyDocument, texts[0] ?? "");
  // A new version gets its id only with the answer.
  if (said === undefined) return kind === "version" && isText;
  return said === name && (policyDocument === undefined || isText);
};

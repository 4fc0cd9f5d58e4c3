import { anything, matchesPattern, type Pattern } from "./pattern.ts";

const sections = 6;

const split = (pattern: Pattern): readonly Pattern[] => {
  const parts: Pattern[number][][] = [[]];
  for (const part of pattern) {
    if (part === ":" && parts.length < sections) parts.push([]);
    else parts.at(-1)?.push(part);
  }
  return parts;
};

/** ArnLike and ArnEquals: each of the six sections between the colons on its own; the sixth keeps any further colons. */
export const matchesArn = (pattern: Pattern, arn: string): boolean => {
  if (pattern.length === 1 && pattern[0] === anything) return arn.startsWith("arn:");
  const expected = split(pattern);
  const found = split(Array.from(arn));
  return (
    expected.length === sections &&
    found.length === sections &&
    expected.every((section, index) => matchesPattern(section, (found[index] ?? []).join("")))
  );
};

/** The account of `123456789012` or `arn:aws:iam::123456789012:root`, the two ways to name an account. */
export const accountNamedBy = (principal: string): string | undefined => {
  const [, id, idInArn] = /^(?:(\d{12})|arn:[^:]+:iam::(\d{12}):root)$/.exec(principal) ?? [];
  return id ?? idInArn;
};

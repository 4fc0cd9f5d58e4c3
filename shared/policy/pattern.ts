/** A wildcard pattern of a policy, taken apart: characters, and the wildcards between them. */
export interface Pattern {
  readonly parts: readonly (string | typeof anything | typeof oneCharacter)[];
  /** Its policy variables, such as `${aws:username}`: what they stand for is not in the policy. They count as any text. */
  readonly variables: readonly string[];
}

const anything = Symbol("*");
const oneCharacter = Symbol("?");

const wildcards = (text: string): Pattern["parts"] =>
  Array.from(text, (character) => (character === "*" ? anything : character === "?" ? oneCharacter : character));

/**
 * `*` stands for any text, `?` for one character; and, in policies of the version 2012-10-17, `${…}` for what the request says, but
 * for `${*}`, `${?}` and `${$}`, which stand for these characters.
 * Source: IAM User Guide, "IAM JSON policy elements: Variables and tags".
 */
export const compile = (text: string, withVariables: boolean): Pattern => {
  const parts: Pattern["parts"][number][] = [];
  const variables: string[] = [];
  for (const [index, part] of (withVariables ? text.split(/\$\{([^}]*)\}/) : [text]).entries()) {
    if (index % 2 === 0) parts.push(...wildcards(part));
    else if (part === "*" || part === "?" || part === "$") parts.push(part);
    else {
      parts.push(anything);
      variables.push(part);
    }
  }
  return { parts, variables };
};

/** Whether the whole text fits. Takes time text × pattern at worst; a regular expression could be made to hang. */
export const matches = ({ parts }: Pattern, text: string): boolean => {
  const characters = Array.from(text);
  let at = 0;
  let next = 0;
  let retry: { readonly at: number; readonly next: number } | undefined;
  while (at < characters.length) {
    const part = parts[next];
    if (part === anything) {
      retry = { at, next };
      next += 1;
    } else if (part === oneCharacter || (part !== undefined && part === characters[at])) {
      at += 1;
      next += 1;
    } else if (retry) {
      // The last `*` takes one character more.
      retry = { at: retry.at + 1, next: retry.next };
      at = retry.at;
      next = retry.next + 1;
    } else return false;
  }
  return parts.slice(next).every((part) => part === anything);
};

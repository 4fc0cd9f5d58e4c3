/** A policy string after its variables are filled in: literal characters, and the wildcards that the author wrote. */
export type Pattern = readonly (string | typeof anything | typeof oneCharacter)[];

/** The value of a policy variable, by its name in any letter case; undefined when the request has none. */
export type Variables = (name: string) => string | undefined;

export const anything = Symbol("*");
export const oneCharacter = Symbol("?");

const variable = /\$\{([^}]*)\}/;
const withDefault = /^([^,]+?)\s*,\s*'(.*)'$/s;
const specialCharacters = new Set(["*", "?", "$"]);

const wildcard = (character: string) => {
  if (character === "*") return anything;
  return character === "?" ? oneCharacter : character;
};

const variableValue = (expression: string, variables: Variables): string | undefined => {
  if (specialCharacters.has(expression)) return expression;
  const [, name = expression, fallback] = withDefault.exec(expression) ?? [];
  return variables(name.trim()) ?? fallback;
};

/** A text in which only `*` and `?` are special. */
export const withWildcards = (text: string): Pattern => Array.from(text, wildcard);

/**
 * Fills in the variables (`${aws:username}`, `${aws:userid, 'anonymous'}`, `${*}`). What a variable brings in is literal,
 * or a caller could choose a name that is a wildcard. Without `variables` (policy language before 2012-10-17, and operators
 * that do not take them) `${…}` is ordinary text. Undefined: a variable has no value, so nothing can match.
 */
export const compile = (text: string, variables: Variables | undefined): Pattern | undefined => {
  if (variables === undefined) return withWildcards(text);
  const pattern: Pattern[number][] = [];
  for (const [index, part] of text.split(variable).entries()) {
    const isVariable = index % 2 === 1;
    const value = isVariable ? variableValue(part, variables) : part;
    if (value === undefined) return undefined;
    pattern.push(...(isVariable ? Array.from(value) : withWildcards(value)));
  }
  return pattern;
};

/** The pattern as plain text, for the comparisons in which `*` and `?` have no special meaning. */
export const textOf = (pattern: Pattern): string =>
  pattern.map((part) => (typeof part === "string" ? part : part.description)).join("");

/** Does the whole text match? Takes time text × pattern at worst: a regular expression could be made to hang. */
export const matchesPattern = (pattern: Pattern, text: string): boolean => {
  const characters = Array.from(text);
  let at = 0;
  let next = 0;
  let retry: { readonly at: number; readonly next: number } | undefined;
  while (at < characters.length) {
    const part = pattern[next];
    if (part === anything) {
      retry = { at, next };
      next += 1;
    } else if (part === oneCharacter || part === characters[at]) {
      at += 1;
      next += 1;
    } else if (retry) {
      // The last "*" takes one character more.
      retry = { at: retry.at + 1, next: retry.next };
      at = retry.at;
      next = retry.next + 1;
    } else return false;
  }
  return pattern.slice(next).every((part) => part === anything);
};

/** Where something stands in a text: from `start` up to, not including, `end`, counted as `slice` counts. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export interface JsonString extends Place {
  readonly kind: "string";
  readonly value: string;
}
/** A number, `true`, `false` or `null`, as it is written. */
export interface JsonWord extends Place {
  readonly kind: "word";
  readonly value: string;
}
export interface JsonList extends Place {
  readonly kind: "list";
  readonly items: readonly Json[];
}
/** From the quote before the key to the end of the value. */
export interface JsonMember extends Place {
  readonly key: string;
  readonly value: Json;
}
export interface JsonObject extends Place {
  readonly kind: "object";
  readonly members: readonly JsonMember[];
}
/** JSON of which every part knows its place, since a policy is put right without touching the bytes around. */
export type Json = JsonString | JsonWord | JsonList | JsonObject;

/** The text is no policy, or none that can be read with certainty. The message completes "the policy cannot be read: …". */
export class PolicyUnreadable extends Error {
  override readonly name = "PolicyUnreadable";
}

/** A policy nests six deep; a text that was made to exhaust the stack is refused long before that. */
const deepest = 20;

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/**
 * Reads JSON as strictly as `JSON.parse` does, and refuses a key that stands twice in an object: which of the two AWS goes
 * by is not documented.
 * @throws PolicyUnreadable
 */
export const readJson = (text: string): Json => {
  if (!parses(text)) throw new PolicyUnreadable("it is not JSON");
  let at = 0;

  // The text is JSON, so a comma or a colon can only be where it belongs.
  const skip = () => {
    while (at < text.length && " \t\n\r,:".includes(text.charAt(at))) at += 1;
  };

  const string = (): JsonString => {
    const start = at;
    for (at += 1; text[at] !== '"'; at += 1) if (text[at] === "\\") at += 1;
    at += 1;
    return { kind: "string", value: JSON.parse(text.slice(start, at)), start, end: at };
  };

  const word = (): JsonWord => {
    const start = at;
    while (at < text.length && !" \t\n\r,]}".includes(text.charAt(at))) at += 1;
    return { kind: "word", value: text.slice(start, at), start, end: at };
  };

  const list = (depth: number): JsonList => {
    const start = at;
    const items: Json[] = [];
    at += 1;
    for (skip(); text[at] !== "]"; skip()) items.push(value(depth + 1));
    at += 1;
    return { kind: "list", items, start, end: at };
  };

  const object = (depth: number): JsonObject => {
    const start = at;
    const members = new Map<string, JsonMember>();
    at += 1;
    for (skip(); text[at] !== "}"; skip()) {
      const key = string();
      if (members.has(key.value)) throw new PolicyUnreadable(`${JSON.stringify(key.value)} stands twice in one object`);
      skip();
      const held = value(depth + 1);
      members.set(key.value, { key: key.value, value: held, start: key.start, end: held.end });
    }
    at += 1;
    return { kind: "object", members: [...members.values()], start, end: at };
  };

  const value = (depth: number): Json => {
    if (depth > deepest) throw new PolicyUnreadable("it is nested deeper than any policy");
    if (text[at] === '"') return string();
    if (text[at] === "[") return list(depth);
    return text[at] === "{" ? object(depth) : word();
  };

  skip();
  return value(0);
};

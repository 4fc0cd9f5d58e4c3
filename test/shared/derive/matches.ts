const fieldsOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === "object" && value !== null ? Object.entries(value) : [];

/**
 * Whether an event matches a pattern that lists exact values and prefixes only, which is all that the stack's rules do. Written apart from
 * the local AWS's matcher, so that a mistake would have to be made twice.
 * Source: EventBridge User Guide, "Event patterns".
 */
export const matches = (pattern: unknown, event: unknown): boolean =>
  fieldsOf(pattern).every(([name, expected]) => {
    const [, actual] = fieldsOf(event).find(([field]) => field === name) ?? [];
    if (!Array.isArray(expected)) return matches(expected, actual);
    return expected.some((value: unknown) => {
      if (typeof value !== "object" || value === null) return value === actual;
      const [[kind, prefix] = [], ...others] = Object.entries(value);
      if (kind !== "prefix" || typeof prefix !== "string" || others.length > 0)
        throw new Error(`only exact values and prefixes are known here: ${name}`);
      return typeof actual === "string" && actual.startsWith(prefix);
    });
  });

/**
 * Whether an event matches a pattern that lists exact values only, which is all that the stack's rules do. Written apart from
 * the local AWS's matcher, so that a mistake would have to be made twice.
 * Source: EventBridge User Guide, "Event patterns".
 */
export const matches = (pattern: object, event: object): boolean =>
  Object.entries(pattern).every(([name, expected]) => {
    const actual = (event as Readonly<Record<string, unknown>>)[name];
    if (Array.isArray(expected)) {
      if (expected.some((value) => typeof value === "object"))
        throw new Error(`only exact values are known here: ${name}`);
      return expected.includes(actual);
    }
    return typeof actual === "object" && actual !== null && matches(expected as object, actual);
  });

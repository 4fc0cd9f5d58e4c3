const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);

/** Nearly every element of a policy may be written as one value or as a list of values. */
export const asList = <T>(value: T | readonly T[]): readonly T[] => (isList(value) ? value : [value]);

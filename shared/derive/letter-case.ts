/** The names that are derived from ids such as `deny-user`. */

/** `denyUser`. A digit begins a word, too. */
export const camelCase = (id: string): string =>
  id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** `DenyUser`. A digit stays where it is, behind its dash. */
export const pascalCase = (id: string): string =>
  id.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

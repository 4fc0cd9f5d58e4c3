/** Leaves out what is not there, so that an absent field is absent and not undefined. */
export const present = <K extends string>(key: K, value: string | null | undefined): { readonly [P in K]?: string } =>
  value ? ({ [key]: value } as { readonly [P in K]: string }) : {};

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Whether an ARN is one of those that a pattern means; `*` stands for any part of it. */
export const fits = (pattern: string, arn: string): boolean =>
  new RegExp(`^${pattern.split("*").map(literally).join(".*")}$`).test(arn);

/** The first of some patterns that one of some ARNs fits. */
export const firstFit = (patterns: readonly string[], arns: readonly string[]): string | undefined =>
  patterns.find((pattern) => arns.some((arn) => fits(pattern, arn)));

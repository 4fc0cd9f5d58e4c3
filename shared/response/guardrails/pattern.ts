const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const expression = (pattern: string, flags: string): RegExp =>
  new RegExp(`^${pattern.split("*").map(literally).join(".*")}$`, flags);

/** Whether an ARN is one of those that a pattern means; `*` stands for any part of it. */
export const fits = (pattern: string, arn: string): boolean => expression(pattern, "s").test(arn);

/**
 * Whether the ARN of a user or role is one of those that a pattern means, in whichever case of letters: IAM has no two names that
 * differ in that alone. Source: IAM User Guide, "IAM and AWS STS quotas".
 */
export const fitsPrincipal = (pattern: string, arn: string): boolean => expression(pattern, "is").test(arn);

/** The first of some patterns that one of the ARNs of some principals fits. */
export const firstFit = (patterns: readonly string[], arns: readonly string[]): string | undefined =>
  patterns.find((pattern) => arns.some((arn) => fitsPrincipal(pattern, arn)));

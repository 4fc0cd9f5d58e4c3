import { fits } from "../../resources/arn.ts";

/**
 * Whether the ARN of a user or role is one of those that a pattern means, in whichever case of letters: IAM has no two names that
 * differ in that alone. Source: IAM User Guide, "IAM and AWS STS quotas".
 */
export const fitsPrincipal = (pattern: string, arn: string): boolean => fits(pattern.toLowerCase(), arn.toLowerCase());

/** The first of some patterns that one of the ARNs of some principals fits. */
export const firstFit = (patterns: readonly string[], arns: readonly string[]): string | undefined =>
  patterns.find((pattern) => arns.some((arn) => fitsPrincipal(pattern, arn)));

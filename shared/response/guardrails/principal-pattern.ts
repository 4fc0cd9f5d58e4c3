import { fitsPrincipal } from "../../resources/arn.ts";

/** The first of some patterns that one of the ARNs of some principals fits. */
export const firstFit = (patterns: readonly string[], arns: readonly string[]): string | undefined =>
  patterns.find((pattern) => arns.some((arn) => fitsPrincipal(pattern, arn)));

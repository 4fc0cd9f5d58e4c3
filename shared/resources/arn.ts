/** The parts of an ARN: `arn:partition:service:region:account:resource`. Source: AWS General Reference, "Amazon Resource Names". */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** The parts, or undefined if the text is no ARN. */
export const parseArn = (text: string): Arn | undefined => {
  const [arn, partition, service, region, account, ...rest] = text.split(":");
  if (arn !== "arn" || !partition || !service || region === undefined || account === undefined || rest.length === 0)
    return undefined;
  return { partition, service, region, account, resource: rest.join(":") };
};

/** The partition that a Region belongs to. */
export const partitionOf = (region: string): string => {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
};

/**
 * Whether the ARN of a user or role is one of those that a pattern means, in whichever case of letters: IAM has no two names that
 * differ in that alone. Source: IAM User Guide, "IAM and AWS STS quotas".
 */
export const fitsPrincipal = (pattern: string, arn: string): boolean => fits(pattern.toLowerCase(), arn.toLowerCase());

/** The first of some patterns that one of the ARNs of some principals fits. */
export const firstFit = (patterns: readonly string[], arns: readonly string[]): string | undefined =>
  patterns.find((pattern) => arns.some((arn) => fitsPrincipal(pattern, arn)));

/**
 * Whether an ARN, or a part of one, is among those that a pattern means: `*` stands for any text in it, and nothing else is special.
 * No regular expression, which could be made to hang.
 */
export const fits = (pattern: string, text: string): boolean => {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
};

/** What Lockkeeper itself, or a person with IAM's console, takes rights away with. It is no part of how an identity is meant to be. */

/** AWS's own policy that denies everything. Source: AWS Managed Policy Reference, AWSDenyAll. */
export const isDenyAll = (policyArn: string): boolean => /^arn:[a-z-]+:iam::aws:policy\/AWSDenyAll$/.test(policyArn);

/** Policies that AWS attaches to users whose keys have leaked; they come in versions. Source: AWS Managed Policy Reference. */
export const isQuarantine = (policyArn: string): boolean =>
  /^arn:[a-z-]+:iam::aws:policy\/AWSCompromisedKeyQuarantine/.test(policyArn);

/** Either of them: attached to somebody, they give no rights. */
export const onlyDenies = (policyArn: string): boolean => isDenyAll(policyArn) || isQuarantine(policyArn);

const deniesOnly = (text: string): boolean => {
  try {
    const { Statement } = JSON.parse(text) as { readonly Statement?: unknown };
    return [Statement].flat().every((one) => (one as { readonly Effect?: unknown } | null)?.Effect === "Deny");
  } catch {
    return false;
  }
};

/** An inline policy of ours. By its name alone anybody could hide one that allows something. */
export const isOwnDenial = (policyName: string, text: string): boolean =>
  /^(Lockkeeper|AWSRevokeOlderSessions$)/.test(policyName) && deniesOnly(text);

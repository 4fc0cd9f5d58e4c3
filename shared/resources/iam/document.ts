import type { Call } from "../../aws/operations.ts";

/** IAM gives documents back percent-encoded (IAM API Reference, GetPolicyVersion). */
export const textOf = (document: string | undefined): string => decodeURIComponent(document ?? "");

export const isMissing = (error: unknown): boolean => (error as Error).name === "NoSuchEntity";

/** @returns undefined when there is no such thing */
export const unlessMissing = async <T>(read: Promise<T>): Promise<T | undefined> => {
  try {
    return await read;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

/** The text of a managed policy that is in force. */
export const textInForce = async (
  PolicyArn: string,
  call: Call<"iam:GetPolicy" | "iam:GetPolicyVersion">,
): Promise<string> => {
  const { Policy } = await call("iam:GetPolicy", { PolicyArn });
  const { PolicyVersion } = await call("iam:GetPolicyVersion", { PolicyArn, VersionId: Policy?.DefaultVersionId });
  return textOf(PolicyVersion?.Document);
};

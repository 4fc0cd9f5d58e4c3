import { setTimeout as sleep } from "node:timers/promises";
import type { Call } from "../../aws/operations.ts";
import { isMissing } from "../unread.ts";

/** Kinesis takes five calls a second for an account (Developer Guide, "Quotas and limits"); there may be others that read. */
const atOnce = 3;
const pauseMs = 300;

/** @returns undefined where there is none */
export const readPolicyOf = async (
  arn: string,
  call: Call<"kinesis:GetResourcePolicy">,
): Promise<string | undefined> => {
  try {
    const { Policy } = await call("kinesis:GetResourcePolicy", { ResourceARN: arn });
    return Policy === undefined || Policy.trim() === "{}" || Policy === "" ? undefined : Policy;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

/**
 * The policies of a stream and of its consumers, by ARN; what has none is left out. Beyond the first few they are read at a pace
 * that leaves something of the quota to others, jittered, so that two who look at once do not stay in step.
 */
export const readPolicies = async (
  arns: readonly string[],
  read: (arn: string) => ReturnType<typeof readPolicyOf>,
): Promise<Readonly<Record<string, string>>> => {
  const found: Record<string, string> = {};
  for (const [at, arn] of arns.entries()) {
    if (at >= atOnce) await sleep(pauseMs * (0.75 + Math.random() / 2));
    const policy = await read(arn);
    if (policy !== undefined) found[arn] = policy;
  }
  return found;
};

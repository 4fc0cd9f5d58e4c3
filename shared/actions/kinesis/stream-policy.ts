import type { Call } from "../../aws/operations.ts";
import { samePolicy } from "../../policy/canonical.ts";
import { readConsumers } from "../../resources/kinesis/consumers.ts";
import { readPolicyOf } from "../../resources/kinesis/policies.ts";
import { readSummary } from "../../resources/kinesis/summary.ts";

/** What is known of the policy of a stream or a consumer, and how it is brought to another text. `null`: it has none. */

export const policyReads = [
  "kinesis:DescribeStreamSummary",
  "kinesis:GetResourcePolicy",
  "kinesis:ListStreamConsumers",
] as const;
export const policyWrites = ["kinesis:PutResourcePolicy", "kinesis:DeleteResourcePolicy"] as const;
type Read = Call<(typeof policyReads)[number]>;
type Write = Call<(typeof policyReads)[number] | (typeof policyWrites)[number]>;

const exists = async (stream: string, policyOf: string, call: Read): Promise<boolean> => {
  if ((await readSummary(stream, call)) === undefined) return false;
  return policyOf === stream || (await readConsumers(stream, call)).some(({ arn }) => arn === policyOf);
};

/** @returns undefined when there is no such stream or consumer any more */
export const livePolicy = async (stream: string, policyOf: string, call: Read): Promise<string | null | undefined> => {
  // A stream that is on its way out still shows its policy.
  if (!(await exists(stream, policyOf, call))) return undefined;
  return (await readPolicyOf(policyOf, call)) ?? null;
};

/** AWS gives a policy back as it was put, and says nowhere that it always will: what counts is what it says. */
export const isSamePolicy = (a: string | null, b: string | null): boolean =>
  a === null || b === null ? a === b : samePolicy(a, b);

/** Policies have no version that could be asked for: who writes last wins, and verification reads again. */
export const putPolicy = async (policyOf: string, wanted: string | null, call: Write): Promise<void> => {
  const live = (await readPolicyOf(policyOf, call)) ?? null;
  if (live === wanted) return;
  if (wanted === null) await call("kinesis:DeleteResourcePolicy", { ResourceARN: policyOf });
  else await call("kinesis:PutResourcePolicy", { ResourceARN: policyOf, Policy: wanted });
};

import type { Call } from "../../aws/operations.ts";

export const confirmReads = ["access-analyzer:CheckNoNewAccess", "access-analyzer:CheckNoPublicAccess"] as const;
type Confirm = Call<(typeof confirmReads)[number]>;

/** AWS's own reasoning does not agree with ours, so that nothing is written. */
export class PolicyNotConfirmed extends Error {
  override readonly name = "PolicyNotConfirmed";
}

const agree = ({ result, message = "" }: { result?: "PASS" | "FAIL"; message?: string }, what: string): void => {
  // An answer that is none of these is no agreement.
  if (result !== "PASS") throw new PolicyNotConfirmed(`Access Analyzer does not confirm that ${what}: ${message}`);
};

/**
 * Asks IAM Access Analyzer whether a policy allows nothing that another did not, and nothing to the public.
 * @throws PolicyNotConfirmed; what the calls throw
 */
export const confirmTightened = async (
  policyOf: string,
  before: string,
  after: string,
  call: Confirm,
): Promise<void> => {
  const resourceType = policyOf.includes("/consumer/") ? "AWS::Kinesis::StreamConsumer" : "AWS::Kinesis::Stream";
  const policies = { newPolicyDocument: after, existingPolicyDocument: before, policyType: "RESOURCE_POLICY" } as const;
  agree(await call("access-analyzer:CheckNoNewAccess", policies), "the policy allows nothing that it did not before");
  agree(
    await call("access-analyzer:CheckNoPublicAccess", { policyDocument: after, resourceType }),
    "the policy allows nothing to the public",
  );
};

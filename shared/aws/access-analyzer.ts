import { restJsonOperations } from "./json-protocol.ts";

const operation = restJsonOperations({ name: "access-analyzer" });

/** What AWS's own reasoning says of a policy. Every check is charged. Source: IAM Access Analyzer API Reference, CheckNoNewAccess and CheckNoPublicAccess. */
interface Checked {
  readonly result?: "PASS" | "FAIL";
  readonly message?: string;
}

export const accessAnalyzer = {
  CheckNoNewAccess: operation<
    {
      readonly newPolicyDocument: string;
      readonly existingPolicyDocument: string;
      readonly policyType: "RESOURCE_POLICY";
    },
    Checked
  >("/policy/check-no-new-access", "Read"),
  CheckNoPublicAccess: operation<
    {
      readonly policyDocument: string;
      readonly resourceType: "AWS::Kinesis::Stream" | "AWS::Kinesis::StreamConsumer";
    },
    Checked
  >("/policy/check-no-public-access", "Read"),
};

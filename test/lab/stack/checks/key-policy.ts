import { DescribeKeyCommand, GetKeyPolicyCommand, type KMSClient } from "@aws-sdk/client-kms";
import { parsePolicy } from "../../iam/parse-policy.ts";
import type { Policy } from "../../iam/types.ts";

export interface Key {
  readonly arn: string;
  readonly policy: Policy;
}

/** The customer key that a queue or topic names; undefined for none, and for AWS's own, which services may always use. */
export const keyOf = async (keyId: string | undefined, kms: KMSClient): Promise<Key | undefined> => {
  if (!keyId || keyId.startsWith("alias/aws/")) return undefined;
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: keyId }));
  const { Policy: text = "" } = await kms.send(
    new GetKeyPolicyCommand({ KeyId: KeyMetadata?.KeyId, PolicyName: "default" }),
  );
  return { arn: KeyMetadata?.Arn ?? "", policy: parsePolicy(text, keyId) };
};

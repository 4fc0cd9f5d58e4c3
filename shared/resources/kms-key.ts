import type { Call } from "../aws/operations.ts";
import { parseArn, partitionOf } from "./arn.ts";
import type { Home } from "./resource.ts";

/**
 * A KMS key as it can be compared: two names of the same key give the same `arn`. When an alias of another account cannot
 * be followed from here, `arn` is the alias's own ARN: different from every key, and its account is known all the same.
 */
export interface KeyIdentity {
  readonly arn: string;
  readonly account: string;
  /** As it was named: key id, key ARN, alias or alias ARN. */
  readonly name: string;
}

/** An API says that a name stands for nothing. Message: which name, and for what. */
export class UnknownKey extends Error {
  override readonly name = "UnknownKey";
}

const isNotFound = (error: unknown) => (error as Error).name === "NotFoundException";

/**
 * Which key a name means. KMS takes a key id, a key ARN, an alias or an alias ARN wherever it takes a key
 * (AWS KMS Developer Guide, "Key identifiers"), and Kinesis shows the name that it was given.
 * Only an alias costs a call.
 * @throws UnknownKey if an alias of this account stands for no key.
 */
export const identifyKey = async (name: string, home: Home, call: Call<"kms:DescribeKey">): Promise<KeyIdentity> => {
  const arn = parseArn(name);
  if (arn?.resource.startsWith("key/")) return { arn: name, account: arn.account, name };
  if (arn === undefined && !name.startsWith("alias/"))
    return {
      arn: `arn:${partitionOf(home.region)}:kms:${home.region}:${home.account}:key/${name}`,
      account: home.account,
      name,
    };

  const account = arn?.account ?? home.account;
  try {
    const { KeyMetadata: key } = await call("kms:DescribeKey", { KeyId: name });
    if (key?.Arn) return { arn: key.Arn, account: key.AWSAccountId ?? account, name };
  } catch (error) {
    if (account === home.account && !isNotFound(error)) throw error;
  }
  if (account === home.account)
    throw new UnknownKey(`${name} stands for no KMS key in ${home.account}, ${home.region}`);
  return { arn: name, account, name };
};

import type { Call } from "../aws/operations.ts";
import { parseArn, partitionOf } from "./arn.ts";
import type { Home } from "./resource.ts";

/**
 * A KMS key as it can be compared: two names of the same key give the same `arn`. When an alias cannot be followed (it stands
 * in another account, was deleted since, or its key is kept from us), `arn` is the alias's own: different from every key, its account known all the same.
 */
export interface KeyIdentity {
  readonly arn: string;
  readonly account: string;
  /** As it was named: key id, key ARN, alias or alias ARN. */
  readonly name: string;
}

/** The name stands for nothing, or what it stands for is kept from us. */
const cannotBeFollowed = (error: unknown) =>
  ["NotFoundException", "AccessDeniedException"].includes((error as Error).name);

/**
 * Which key a name means. KMS takes a key id, a key ARN, an alias or an alias ARN wherever it takes a key
 * (AWS KMS Developer Guide, "Key identifiers"), and Kinesis shows the name that it was given.
 * Only an alias costs a call.
 * @param home where a name without account and Region is meant
 */
export const identifyKey = async (name: string, home: Home, call: Call<"kms:DescribeKey">): Promise<KeyIdentity> => {
  const prefix = `arn:${partitionOf(home.region)}:kms:${home.region}:${home.account}:`;
  const arn = parseArn(name);
  if (arn?.resource.startsWith("key/")) return { arn: name, account: arn.account, name };
  if (arn === undefined && !name.startsWith("alias/"))
    return { arn: `${prefix}key/${name}`, account: home.account, name };

  const account = arn?.account ?? home.account;
  try {
    const { KeyMetadata: key } = await call("kms:DescribeKey", { KeyId: name });
    if (key?.Arn) return { arn: key.Arn, account: key.AWSAccountId ?? account, name };
  } catch (error) {
    if (!cannotBeFollowed(error)) throw error;
  }
  return { arn: arn ? name : `${prefix}${name}`, account, name };
};

/**
 * As `identifyKey`, for a key that something is to be encrypted with; undefined if the name stands for none. Another account's
 * alias cannot be followed from here and is taken by its word; an AWS-managed key may come into being with its first use.
 */
export const usableKey = async (
  name: string,
  home: Home,
  call: Call<"kms:DescribeKey">,
): Promise<KeyIdentity | undefined> => {
  const key = await identifyKey(name, home, call);
  const isKey = parseArn(key.arn)?.resource.startsWith("key/") || name.includes("alias/aws/");
  return isKey || key.account !== home.account ? key : undefined;
};

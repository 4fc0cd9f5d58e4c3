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

/** Which key a name means, as far as that can be told without asking KMS: an alias stands for itself. */
export const namedKey = (name: string, { account, region }: Home): KeyIdentity => {
  const prefix = `arn:${partitionOf(region)}:kms:${region}:${account}:`;
  const arn = parseArn(name);
  if (arn) return { arn: name, account: arn.account, name };
  return { arn: name.startsWith("alias/") ? `${prefix}${name}` : `${prefix}key/${name}`, account, name };
};

/** Whether a key is known by itself, and not only by a name that could be pointed elsewhere. */
export const isKnown = ({ arn }: KeyIdentity): boolean => parseArn(arn)?.resource.startsWith("key/") === true;

/**
 * Which key a name means. KMS takes a key id, a key ARN, an alias or an alias ARN wherever it takes a key
 * (AWS KMS Developer Guide, "Key identifiers"), and Kinesis shows the name that it was given.
 * Only an alias costs a call.
 * @param home where a name without account and Region is meant
 */
export const identifyKey = async (name: string, home: Home, call: Call<"kms:DescribeKey">): Promise<KeyIdentity> => {
  const named = namedKey(name, home);
  if (isKnown(named)) return named;
  try {
    const { KeyMetadata: key } = await call("kms:DescribeKey", { KeyId: name });
    if (key?.Arn) return { arn: key.Arn, account: key.AWSAccountId ?? named.account, name };
  } catch (error) {
    if (!cannotBeFollowed(error)) throw error;
  }
  return named;
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
  return isKnown(key) || name.includes("alias/aws/") || key.account !== home.account ? key : undefined;
};

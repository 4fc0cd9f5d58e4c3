import { describe, expect, test } from "vitest";
import { identifyKey, requireKey, UnknownKey } from "../../../shared/resources/kms-key.ts";
import { inMemory, refused } from "../in-memory.ts";
import { home, otherAccount } from "../records.ts";

const keyArn = (account: string) => `arn:aws:kms:us-east-1:${account}:key/11111111-2222-3333-4444-555555555555`;
const own = keyArn(home.account);
const foreign = keyArn(otherAccount);
const aliasArn = (account: string) => `arn:aws:kms:us-east-1:${account}:alias/orders`;

/** KMS as far as it knows these names. */
const kms = (answers: Readonly<Record<string, string | Error>>) =>
  inMemory<"kms:DescribeKey">((_, { KeyId }) => {
    const answer = answers[String(KeyId)] ?? refused("NotFoundException");
    if (answer instanceof Error) throw answer;
    return { KeyMetadata: { Arn: answer, AWSAccountId: answer.split(":")[4], KeyId: answer.split("/")[1] } };
  });

const silent = kms({});

describe("a key is identified without asking anybody", () => {
  test("by its id, which is one of this account and Region", async () => {
    const id = "11111111-2222-3333-4444-555555555555";
    expect(await identifyKey(id, home, silent)).toStrictEqual({ arn: own, account: home.account, name: id });
  });

  test("by the id of a multi-Region key", async () => {
    const { arn } = await identifyKey("mrk-0123456789abcdef", home, silent);
    expect(arn).toBe(`arn:aws:kms:us-east-1:${home.account}:key/mrk-0123456789abcdef`);
  });

  test("by its ARN", async () => {
    expect(await identifyKey(own, home, silent)).toStrictEqual({ arn: own, account: home.account, name: own });
  });

  test("by the ARN of another account's key", async () => {
    expect(await identifyKey(foreign, home, silent)).toStrictEqual({
      arn: foreign,
      account: otherAccount,
      name: foreign,
    });
  });

  test.each([
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
  ])("by its id in %s", async (region, partition) => {
    const { arn } = await identifyKey("mrk-1", { ...home, region }, silent);
    expect(arn).toBe(`arn:${partition}:kms:${region}:${home.account}:key/mrk-1`);
  });
});

describe("an alias is followed to its key", () => {
  test("by its name", async () => {
    const identity = await identifyKey("alias/orders", home, kms({ "alias/orders": own }));
    expect(identity).toStrictEqual({ arn: own, account: home.account, name: "alias/orders" });
  });

  test("by its ARN, to the same key", async () => {
    const name = aliasArn(home.account);
    expect(await identifyKey(name, home, kms({ [name]: own }))).toStrictEqual({
      arn: own,
      account: home.account,
      name,
    });
  });

  test("in another account, if that account lets us look", async () => {
    const name = aliasArn(otherAccount);
    const identity = await identifyKey(name, home, kms({ [name]: foreign }));
    expect(identity).toStrictEqual({ arn: foreign, account: otherAccount, name });
  });
});

describe("an alias that cannot be followed is different from every key, and its account is known", () => {
  test.each(["AccessDeniedException", "NotFoundException"])("in another account: %s", async (error) => {
    const name = aliasArn(otherAccount);
    const identity = await identifyKey(name, home, kms({ [name]: refused(error) }));
    expect(identity).toStrictEqual({ arn: name, account: otherAccount, name });
  });

  test.each(["alias/orders", aliasArn(home.account)])("in this account, once it was deleted: %s", async (name) => {
    expect(await identifyKey(name, home, silent)).toStrictEqual({
      arn: aliasArn(home.account),
      account: home.account,
      name,
    });
  });
});

describe("a key that something is to be encrypted with has to be there", () => {
  test("the alias of another account is taken by its word", async () => {
    const name = aliasArn(otherAccount);
    expect(await requireKey(name, home, silent)).toStrictEqual({ arn: name, account: otherAccount, name });
  });

  test.each(["alias/gone", aliasArn(home.account)])("%s stands for none", async (name) => {
    const key = requireKey(name, home, silent);
    await expect(key).rejects.toBeInstanceOf(UnknownKey);
    await expect(key).rejects.toThrow(name);
  });

  test("and if it is, it is the same as however it is named", async () => {
    const call = kms({ "alias/orders": own });
    for (const name of ["alias/orders", own, "11111111-2222-3333-4444-555555555555"])
      expect(await requireKey(name, home, call)).toStrictEqual({ arn: own, account: home.account, name });
  });

  test("but a key that AWS manages may come into being with its first use", async () => {
    expect(await requireKey("alias/aws/kinesis", home, silent)).toMatchObject({ name: "alias/aws/kinesis" });
  });
});

describe("a failure that will pass says nothing of the key, so it is passed on", () => {
  const passing = ["ThrottlingException", "KMSInternalException", "DependencyTimeoutException", "TimeoutError"];
  test.each(passing)("%s for an alias of this account", async (error) => {
    const call = kms({ "alias/orders": refused(error) });
    await expect(identifyKey("alias/orders", home, call)).rejects.toThrow(`${error} was answered`);
  });

  test.each(passing)("%s for an alias of another account", async (error) => {
    const name = aliasArn(otherAccount);
    await expect(identifyKey(name, home, kms({ [name]: refused(error) }))).rejects.toThrow(`${error} was answered`);
  });

  test("a denial for an alias of this account is passed on, too: the role lacks a right that it should have", async () => {
    const call = kms({ "alias/orders": refused("AccessDeniedException") });
    await expect(identifyKey("alias/orders", home, call)).rejects.toThrow("AccessDeniedException was answered");
  });
});

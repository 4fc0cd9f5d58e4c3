import { describe, expect, test } from "vitest";
import { identifyKey, usableKey } from "../../../shared/resources/kms-key.ts";
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

  test.each([
    ["alias/orders", "NotFoundException"],
    [aliasArn(home.account), "NotFoundException"],
    ["alias/orders", "AccessDeniedException"],
    [aliasArn(home.account), "AccessDeniedException"],
  ])("in this account, once it was deleted or is kept from us: %s, %s", async (name, error) => {
    expect(await identifyKey(name, home, kms({ [name]: refused(error) }))).toStrictEqual({
      arn: aliasArn(home.account),
      account: home.account,
      name,
    });
  });

  test("by its bare name in another Region and partition", async () => {
    const china = { account: otherAccount, region: "cn-north-1" };
    const { arn } = await identifyKey("alias/orders", china, silent);
    expect(arn).toBe(`arn:aws-cn:kms:cn-north-1:${otherAccount}:alias/orders`);
  });
});

describe("a key that something is to be encrypted with", () => {
  test.each(["NotFoundException", "AccessDeniedException"])(
    "by another account's alias is taken by its word: %s",
    async (error) => {
      const name = aliasArn(otherAccount);
      const key = await usableKey(name, home, kms({ [name]: refused(error) }));
      expect(key).toStrictEqual({ arn: name, account: otherAccount, name });
    },
  );

  test("by another account's alias is its key, if that account lets us look", async () => {
    const name = aliasArn(otherAccount);
    const key = await usableKey(name, home, kms({ [name]: foreign }));
    expect(key).toStrictEqual({ arn: foreign, account: otherAccount, name });
  });

  test("of another account is taken by its ARN", async () => {
    expect(await usableKey(foreign, home, silent)).toStrictEqual({
      arn: foreign,
      account: otherAccount,
      name: foreign,
    });
  });

  test.each(["alias/gone", aliasArn(home.account)])(
    "is none where %s stands for none or is kept from us",
    async (name) => {
      expect(await usableKey(name, home, silent)).toBeUndefined();
      expect(await usableKey(name, home, kms({ [name]: refused("AccessDeniedException") }))).toBeUndefined();
    },
  );

  test("is the same however it is named", async () => {
    const call = kms({ "alias/orders": own });
    for (const name of ["alias/orders", own, "11111111-2222-3333-4444-555555555555"])
      expect(await usableKey(name, home, call)).toStrictEqual({ arn: own, account: home.account, name });
  });

  test.each(["alias/aws/kinesis", `arn:aws:kms:us-east-1:${home.account}:alias/aws/kinesis`])(
    "may be one that AWS manages and that comes into being with its first use: %s",
    async (name) => {
      expect(await usableKey(name, home, silent)).toStrictEqual({
        arn: `arn:aws:kms:us-east-1:${home.account}:alias/aws/kinesis`,
        account: home.account,
        name,
      });
      expect(await usableKey(name, home, kms({ [name]: own }))).toStrictEqual({
        arn: own,
        account: home.account,
        name,
      });
    },
  );

  test.each(["alias/awsome", "alias/my/aws/kinesis"])("is not one that AWS manages by the look of %s", async (name) => {
    expect(await usableKey(name, home, silent)).toBeUndefined();
  });

  test("is not taken for gone when KMS does not answer", async () => {
    const call = kms({ "alias/orders": refused("ThrottlingException") });
    await expect(usableKey("alias/orders", home, call)).rejects.toThrow("ThrottlingException was answered");
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
});

import { describe, expect, test } from "vitest";
import type { Call } from "../../../shared/aws/operations.ts";
import { identifyKey, UnknownKey } from "../../../shared/resources/kms-key.ts";
import { home, otherAccount } from "../records.ts";

const keyArn = (account: string) => `arn:aws:kms:us-east-1:${account}:key/11111111-2222-3333-4444-555555555555`;
const own = keyArn(home.account);
const foreign = keyArn(otherAccount);
const aliasArn = (account: string) => `arn:aws:kms:us-east-1:${account}:alias/orders`;

/** A `call` in memory: what is tested here is which answer becomes which identity, not the way to KMS. */
const kms = (answers: Readonly<Record<string, string | Error>>): Call<"kms:DescribeKey"> =>
  (async (_, { KeyId = "" }) => {
    const answer = answers[KeyId] ?? refused("NotFoundException");
    if (answer instanceof Error) throw answer;
    return { KeyMetadata: { Arn: answer, AWSAccountId: answer.split(":")[4], KeyId: answer.split("/")[1] } };
  }) as Call<"kms:DescribeKey">;

const refused = (name: string) => Object.assign(new Error(`${name} was answered`), { name });

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

describe("another account's alias that cannot be followed is different from every key, and its account is known", () => {
  test.each(["AccessDeniedException", "NotFoundException"])("%s", async (error) => {
    const name = aliasArn(otherAccount);
    const identity = await identifyKey(name, home, kms({ [name]: refused(error) }));
    expect(identity).toStrictEqual({ arn: name, account: otherAccount, name });
  });
});

describe("an alias of this account that stands for no key is unknown", () => {
  test.each(["alias/gone", aliasArn(home.account)])("%s", async (name) => {
    const identity = identifyKey(name, home, silent);
    await expect(identity).rejects.toBeInstanceOf(UnknownKey);
    await expect(identity).rejects.toThrow(name);
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

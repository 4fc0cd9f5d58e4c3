import { describe, expect, test } from "vitest";
import { kinesisStream } from "../../../shared/resources/kinesis-stream.ts";
import { inMemory, refused } from "../in-memory.ts";
import { home, orders } from "../records.ts";

type Reads = (typeof kinesisStream.reads)[number];

const keyArn = `arn:aws:kms:us-east-1:${home.account}:key/11111111-2222-3333-4444-555555555555`;
/** An account with one stream and some aliases of keys. */
const aws = (summary: object | Error, aliases: Readonly<Record<string, string>> = {}) =>
  inMemory<Reads>((permission, { KeyId }) => {
    if (permission === "kinesis:DescribeStreamSummary") {
      if (summary instanceof Error) throw summary;
      return { StreamDescriptionSummary: summary };
    }
    const arn = aliases[String(KeyId)];
    if (arn === undefined) throw refused("NotFoundException");
    return { KeyMetadata: { Arn: arn, AWSAccountId: home.account } };
  });

const active = { StreamStatus: "ACTIVE" };

describe("the state of a stream", () => {
  test("that is not encrypted has no key", async () => {
    const state = await kinesisStream.read(orders, aws({ ...active, EncryptionType: "NONE" }));
    expect(state).toStrictEqual({ arn: orders, account: home.account, status: "ACTIVE" });
  });

  test("that is encrypted has the key, whichever name Kinesis shows for it", async () => {
    const aliases = { "alias/orders": keyArn };
    for (const KeyId of [keyArn, "11111111-2222-3333-4444-555555555555", "alias/orders"]) {
      const state = await kinesisStream.read(orders, aws({ ...active, EncryptionType: "KMS", KeyId }, aliases));
      expect(state?.key).toStrictEqual({ arn: keyArn, account: home.account, name: KeyId });
    }
  });

  test("under an alias that was deleted since has a key all the same, and one that is like no other", async () => {
    const read = kinesisStream.read(orders, aws({ ...active, EncryptionType: "KMS", KeyId: "alias/gone" }));
    await expect(read).resolves.toMatchObject({ status: "ACTIVE", key: { account: home.account, name: "alias/gone" } });
    expect((await read)?.key?.arn).not.toMatch(/:key\//);
  });

  test("is undefined when there is no such stream", async () => {
    expect(await kinesisStream.read(orders, aws(refused("ResourceNotFoundException")))).toBeUndefined();
  });

  test("under an alias whose key is kept from us is known, and is under no key of ours", async () => {
    const call = inMemory<Reads>((permission) => {
      if (permission === "kms:DescribeKey") throw refused("AccessDeniedException");
      return { StreamDescriptionSummary: { ...active, EncryptionType: "KMS", KeyId: "alias/kept" } };
    });
    const arn = `arn:aws:kms:us-east-1:${home.account}:alias/kept`;
    expect((await kinesisStream.read(orders, call))?.key).toStrictEqual({
      arn,
      account: home.account,
      name: "alias/kept",
    });
  });

  test("cannot be asked for by an id that is none", async () => {
    await expect(kinesisStream.read("orders", aws(active))).rejects.toThrow("orders");
  });

  test.each(["LimitExceededException", "AccessDeniedException"])("is not guessed after %s", async (name) => {
    await expect(kinesisStream.read(orders, aws(refused(name)))).rejects.toThrow(`${name} was answered`);
  });
});

describe("the baseline of a stream", () => {
  test("is the key that the declared name stands for", async () => {
    const declared = { name: "orders", encryption: { key: "alias/orders" } };
    const baseline = await kinesisStream.baseline(orders, declared, aws(active, { "alias/orders": keyArn }));
    expect(baseline).toStrictEqual({
      encryption: { name: "alias/orders", key: { arn: keyArn, account: home.account, name: "alias/orders" } },
    });
  });

  test("asks for no key where none was declared", async () => {
    expect(await kinesisStream.baseline(orders, { name: "orders" }, aws(active))).toStrictEqual({});
  });

  test("has the declared name alone while it stands for no key", async () => {
    const declared = { name: "orders", encryption: { key: "alias/orders" } };
    expect(await kinesisStream.baseline(orders, declared, aws(active))).toStrictEqual({
      encryption: { name: "alias/orders" },
    });
  });

  test("is not guessed when KMS does not answer", async () => {
    const declared = { name: "orders", encryption: { key: "alias/orders" } };
    const silent = inMemory<Reads>(() => {
      throw refused("KMSInternalException");
    });
    await expect(kinesisStream.baseline(orders, declared, silent)).rejects.toThrow("KMSInternalException was answered");
  });
});

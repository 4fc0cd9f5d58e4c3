import { describe, expect, test } from "vitest";
import { kinesisStream } from "../../../shared/resources/kinesis-stream.ts";
import { baselineWith, streamAs } from "../detections/kinesis/streams.ts";
import { inMemory, refused } from "../in-memory.ts";
import { home, orders } from "../records.ts";

type Reads = (typeof kinesisStream.reads)[number];

const keyArn = `arn:aws:kms:us-east-1:${home.account}:key/11111111-2222-3333-4444-555555555555`;
/** An account with one stream and some aliases of keys. */
const aws = (summary: object | Error, aliases: Readonly<Record<string, string>> = {}) =>
  inMemory<Reads>((permission, { KeyId }) => {
    if (permission === "kinesis:GetResourcePolicy") throw refused("ResourceNotFoundException");
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
    const capacity = { mode: "PROVISIONED", shards: 0 } as const;
    expect(state).toStrictEqual(streamAs({ retentionHours: 0, capacity }));
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

describe("what hangs on a stream", () => {
  const consumer = `${orders}/consumer/analytics:1790000000`;
  const channelArn = `arn:aws:kinesis:us-east-1:${home.account}:channel/one`;
  const described = {
    ...active,
    EncryptionType: "NONE",
    RetentionPeriodHours: 48,
    OpenShardCount: 2,
    StreamModeDetails: { StreamMode: "ON_DEMAND" },
    EnhancedMonitoring: [{ ShardLevelMetrics: ["OutgoingBytes", "IncomingBytes"] }],
    RecordDistributionStrategy: "USER_PARTITION_KEY",
    ConsumerCount: 2,
    ChannelCount: 1,
    MaxRecordSizeInKiB: 2048,
    WarmThroughput: { TargetMiBps: 10, CurrentMiBps: 5 },
  };
  const answers: Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => object>> = {
    "kinesis:DescribeStreamSummary": () => ({ StreamDescriptionSummary: described }),
    "kinesis:ListStreamConsumers": ({ NextToken }) =>
      NextToken
        ? { Consumers: [{ ConsumerName: "old", ConsumerARN: `${orders}/consumer/old:1`, ConsumerStatus: "DELETING" }] }
        : {
            NextToken: "more",
            Consumers: [{ ConsumerName: "analytics", ConsumerARN: consumer, ConsumerStatus: "ACTIVE" }],
          },
    "kinesis:GetResourcePolicy": ({ ResourceARN }) => {
      if (ResourceARN === orders) return { Policy: "{}" };
      return { Policy: `{"of":"${String(ResourceARN)}"}` };
    },
    "kinesis:ListChannels": () => ({ ChannelSummaries: [{ ChannelARN: channelArn }] }),
    "kinesis:DescribeChannel": () => ({
      ChannelDescription: {
        ChannelName: "lake",
        ChannelARN: channelArn,
        ChannelStatus: "ACTIVE",
        ServiceExecutionRoleARN: `arn:aws:iam::${home.account}:role/lake`,
        S3DestinationConfiguration: {
          StorageConfiguration: { BucketARN: "arn:aws:s3:::lake", ExpectedBucketOwner: home.account },
          DeadLetterQueueS3Configuration: { BucketARN: "arn:aws:s3:::dead" },
        },
      },
    }),
    "kinesis:ListTagsForResource": () => ({ Tags: [{ Key: "access", Value: "restricted" }, { Key: "bare" }] }),
  };
  const account = (changes: typeof answers = {}) =>
    inMemory<Reads>((permission, input) => {
      const answer = { ...answers, ...changes }[permission];
      if (answer === undefined) throw new Error(`${permission} was asked`);
      return answer(input);
    });
  const tagged = { name: "orders", tags: { access: "restricted" } };

  test("is read in all its parts and pages", async () => {
    expect(await kinesisStream.read(orders, account(), tagged)).toStrictEqual(
      streamAs({
        retentionHours: 48,
        capacity: { mode: "ON_DEMAND", shards: 2, warmThroughputMiBps: 10, maxRecordSizeInKiB: 2048 },
        shardMetrics: ["IncomingBytes", "OutgoingBytes"],
        recordDistribution: "USER_PARTITION_KEY",
        consumers: [{ name: "analytics", arn: consumer }],
        policies: { [consumer]: `{"of":"${consumer}"}` },
        channels: [
          {
            name: "lake",
            arn: channelArn,
            role: `arn:aws:iam::${home.account}:role/lake`,
            destinations: [{ bucket: "arn:aws:s3:::lake", account: home.account }, { bucket: "arn:aws:s3:::dead" }],
          },
        ],
        tags: { access: "restricted", bare: "" },
      }),
    );
  });

  test("tags are asked for only where they were declared", async () => {
    const unasked = account({
      "kinesis:ListTagsForResource": () => {
        throw new Error("tags were asked for");
      },
    });
    expect((await kinesisStream.read(orders, unasked, { name: "orders" }))?.tags).toStrictEqual({});
  });

  test.each([
    ["policies", "kinesis:GetResourcePolicy", "LimitExceededException", false],
    ["policies", "kinesis:GetResourcePolicy", "AccessDeniedException", true],
    ["consumers", "kinesis:ListStreamConsumers", "AccessDeniedException", true],
    ["channels", "kinesis:ListChannels", "LimitExceededException", false],
    ["tags", "kinesis:ListTagsForResource", "TimeoutError", false],
  ])("that %s cannot be read (%s: %s) is known, and the rest is read", async (part, permission, error, denied) => {
    const throwing = () => {
      throw refused(error);
    };
    const state = await kinesisStream.read(orders, account({ [permission]: throwing }), tagged);
    expect(state?.unread).toStrictEqual({ [part]: { error, denied } });
    expect(state?.retentionHours).toBe(48);
  });

  test("a stream that is being deleted is gone", async () => {
    const deleting = { StreamDescriptionSummary: { ...described, StreamStatus: "DELETING" } };
    expect(
      await kinesisStream.read(orders, account({ "kinesis:DescribeStreamSummary": () => deleting })),
    ).toBeUndefined();
  });
});

describe("the baseline of a stream", () => {
  test("is the key that the declared name stands for", async () => {
    const declared = { name: "orders", encryption: { key: "alias/orders" } };
    const baseline = await kinesisStream.baseline(orders, declared, aws(active, { "alias/orders": keyArn }));
    const key = { arn: keyArn, account: home.account, name: "alias/orders" };
    expect(baseline).toEqual(baselineWith({ encryption: { name: "alias/orders", key } }));
  });

  test("asks for no key where none was declared", async () => {
    expect(await kinesisStream.baseline(orders, { name: "orders" }, aws(active))).toEqual(baselineWith());
  });

  test("has the declared name alone while it stands for no key", async () => {
    const declared = { name: "orders", encryption: { key: "alias/orders" } };
    expect(await kinesisStream.baseline(orders, declared, aws(active))).toEqual(
      baselineWith({ encryption: { name: "alias/orders" } }),
    );
  });

  test("is not guessed when KMS does not answer", async () => {
    const declared = { name: "orders", encryption: { key: "alias/orders" } };
    const silent = inMemory<Reads>(() => {
      throw refused("KMSInternalException");
    });
    await expect(kinesisStream.baseline(orders, declared, silent)).rejects.toThrow("KMSInternalException was answered");
  });
});

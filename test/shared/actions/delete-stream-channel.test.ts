import { describe, expect, test } from "vitest";
import { deleteStreamChannel } from "../../../shared/actions/kinesis/delete-stream-channel.ts";
import type { Input } from "../../../shared/aws/operations.ts";
import { inMemory, refused } from "../in-memory.ts";
import { home, orders, otherAccount } from "../records.ts";

/** What the laws of actions, which are tested against the local AWS, do not ask. */

const { plan, apply, live, undo, reads, writes } = deleteStreamChannel;
type Permission = (typeof reads)[number] | (typeof writes)[number];

const settingsTo = (bucket: string) => ({
  ServiceExecutionRoleARN: `arn:aws:iam::${home.account}:role/courier`,
  StreamConfigurationList: [{ StreamARN: orders, RecordConfiguration: { RecordFormatType: "JSON" as const } }],
  S3DestinationConfiguration: {
    StorageConfiguration: {
      BucketARN: `arn:aws:s3:::${bucket}`,
      ExpectedBucketOwner: otherAccount,
      CompressionType: "NONE" as const,
    },
  },
});
const params = { stream: orders, name: "out", destinations: [{ bucket: "arn:aws:s3:::loot", account: otherAccount }] };
const arnOf = (id: number) => `arn:aws:kinesis:${home.region}:${home.account}:channel/${id}`;

/** A stream with channels, by their ids. `busy`: how often a write is refused before it is let in, and with what. */
const account = (channels: Map<number, string>, busy: readonly string[] = [], isThere = true) => {
  const refusals = [...busy];
  const created: Input<"kinesis:CreateChannel">[] = [];
  const call = inMemory<Permission>((permission, input) => {
    const id = Number(String(input["ChannelARN"]).split("/")[1]);
    switch (permission) {
      case "kinesis:DescribeStreamSummary":
        if (!isThere) throw refused("ResourceNotFoundException");
        return { StreamDescriptionSummary: { StreamStatus: "ACTIVE" } };
      case "kinesis:ListChannels":
        return {
          ChannelSummaries: [...channels.keys()].map((one) => ({ ChannelName: "out", ChannelARN: arnOf(one) })),
        };
      case "kinesis:DescribeChannel": {
        const bucket = channels.get(id);
        if (bucket === undefined) throw refused("ResourceNotFoundException");
        const made = { ChannelName: "out", ChannelARN: arnOf(id), ChannelId: `${id}`, ChannelStatus: "ACTIVE" };
        return { ChannelDescription: { ...made, ...settingsTo(bucket), EncryptionConfiguration: undefined } };
      }
      case "kinesis:ListTagsForResource":
        return { Tags: [{ Key: "aws:cloudformation:stack-name", Value: "x" }] };
    }
    const refusal = refusals.shift();
    if (refusal) throw refused(refusal);
    if (permission === "kinesis:DeleteChannel") channels.delete(id);
    else {
      created.push(input as unknown as Input<"kinesis:CreateChannel">);
      channels.set(99, "loot");
    }
    return {};
  });
  return { call, created };
};

const planned = async () => {
  const change = await plan(params, account(new Map([[1, "loot"]])).call);
  if (change === undefined) throw new Error("nothing was planned");
  return change;
};

describe("planning", () => {
  test("keeps what the channel was made of, and not what Kinesis and AWS gave it", async () => {
    expect(await planned()).toStrictEqual({
      resource: arnOf(1),
      stream: orders,
      before: { channel: { ChannelName: "out", ...settingsTo("loot") } },
      after: { channel: null },
    });
  });

  test("lets be a channel of that name that leads elsewhere by now", async () => {
    expect(await plan(params, account(new Map([[2, "lake"]])).call)).toBeUndefined();
  });
});

describe("the same channel made again", () => {
  test("counts as there, under another ARN", async () => {
    const { call } = account(new Map([[2, "loot"]]));
    const change = await planned();
    expect(await live(change, call)).toStrictEqual(change.before);
    expect((await plan(params, call))?.resource).toBe(arnOf(2));
  });

  test("is not deleted for the one before it", async () => {
    const channels = new Map([[2, "loot"]]);
    await apply(await planned(), account(channels).call);
    expect([...channels.keys()]).toStrictEqual([2]);
  });

  test("is not made once more by an undo", async () => {
    const { call, created } = account(new Map([[2, "loot"]]));
    await undo(await planned(), call);
    expect(created).toStrictEqual([]);
  });
});

test("where the stream is gone, so is the channel", async () => {
  expect(await live(await planned(), account(new Map(), [], false).call)).toBeUndefined();
});

describe("what passes by itself is waited for", () => {
  test.each(["ResourceInUseException", "LimitExceededException"])("%s", async (refusal) => {
    const change = await planned();
    const channels = new Map([[1, "loot"]]);
    await apply(change, account(channels, [refusal]).call);
    expect(channels.size).toBe(0);
    const { call, created } = account(channels, [refusal]);
    await undo(change, call);
    expect(created).toStrictEqual([change.before.channel]);
  });

  test("and nothing else is", async () => {
    const { call } = account(new Map(), ["AccessDeniedException"]);
    await expect(undo(await planned(), call)).rejects.toMatchObject({ name: "AccessDeniedException" });
  });
});

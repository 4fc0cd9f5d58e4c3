import { describe, expect, test } from "vitest";
import { streamChannelCreated } from "../../../../shared/detections/kinesis/stream-channel-created.ts";
import type { Channel } from "../../../../shared/resources/kinesis/channels.ts";
import { home, orders, otherAccount } from "../../records.ts";
import { baselineWith, streamAs } from "./streams.ts";

const { causes, judge, playbook } = streamChannelCreated;

const channel = (name: string, ...destinations: Channel["destinations"]): Channel => ({
  name,
  arn: `arn:aws:kinesis:${home.region}:${home.account}:channel/${name}`,
  role: `arn:aws:iam::${home.account}:role/courier`,
  destinations,
});
const at = (bucket: string, account?: string) => ({
  bucket: `arn:aws:s3:::${bucket}`,
  ...(account ? { account } : {}),
});
const table = (account: string) => ({ bucket: `arn:aws:s3tables:us-east-1:${account}:bucket/lake`, account });
const withChannels = (...channels: readonly Channel[]) => streamAs({ channels });
const nothingSaid = baselineWith();
const declared = (buckets: readonly string[], accounts: readonly string[] = []) =>
  baselineWith({ channels: { buckets, accounts } });

describe("fires", () => {
  test("for a bucket of another account, and says whose", () => {
    expect(judge(withChannels(channel("out", at("loot", otherAccount))), nothingSaid)).toStrictEqual([
      {
        evidence: `The channel "out" copies the stream to arn:aws:s3:::loot of account ${otherAccount}; no bucket of another account is allowed.`,
        found: `out to arn:aws:s3:::loot of account ${otherAccount}`,
      },
    ]);
  });

  test.each<[string, Channel, ReturnType<typeof baselineWith>]>([
    ["a table of another account", channel("out", table(otherAccount)), nothingSaid],
    ["a bucket whose owner nobody said", channel("out", at("loot")), nothingSaid],
    [
      "dead letters alone that go elsewhere",
      channel("out", at("lake", home.account), at("loot", otherAccount)),
      nothingSaid,
    ],
    ["a destination of a kind that is new", channel("out"), nothingSaid],
    ["a bucket that was not declared", channel("out", at("other", home.account)), declared(["arn:aws:s3:::lake"])],
    ["an account that was not declared", channel("out", at("loot", otherAccount)), declared([], [home.account])],
    ["anything where nothing may be", channel("out", at("lake", home.account)), declared([])],
    ["a name that only begins like a declared one", channel("out", at("lake-2")), declared(["arn:aws:s3:::lake"])],
    ["a destination of a kind that is new, whatever is allowed", channel("out"), declared(["*"], [home.account])],
  ])("for %s", (_, one, baseline) => {
    expect(judge(withChannels(one), baseline)).toHaveLength(1);
  });

  test("for each of several, with what lockkeeper.yml allows", () => {
    const found = judge(
      withChannels(
        channel("a", at("loot", otherAccount)),
        channel("lake", at("lake")),
        channel("b", table(otherAccount)),
      ),
      declared(["arn:aws:s3:::lake"], ["333333333333"]),
    );
    expect(found.map((one) => one.found.split(" ")[0])).toStrictEqual(["a", "b"]);
    expect(found[0]?.evidence).toMatch(
      /; lockkeeper.yml allows arn:aws:s3:::lake and buckets of account 333333333333\.$/,
    );
  });
});

describe("stays silent", () => {
  test.each<[string, readonly Channel[], ReturnType<typeof baselineWith>]>([
    ["there is none", [], nothingSaid],
    ["it stays in the stream's own account", [channel("lake", at("lake", home.account))], nothingSaid],
    ["the table is in the stream's own account", [channel("lake", table(home.account))], nothingSaid],
    ["the bucket was declared", [channel("lake", at("lake", otherAccount))], declared(["arn:aws:s3:::lake"])],
    ["the bucket fits a pattern", [channel("lake", at("lake-7"))], declared(["arn:aws:s3:::lake-*"])],
    ["the account was declared", [channel("lake", table(otherAccount))], declared([], [otherAccount])],
  ])("when %s", (_, channels, baseline) => {
    expect(judge(withChannels(...channels), baseline)).toStrictEqual([]);
  });
});

describe("what is found", () => {
  const found = (one: Channel) => judge(withChannels(one), nothingSaid)[0]?.found;

  test("is the same when the same channel is made again, and another when it leads elsewhere", () => {
    const first = channel("out", at("loot", otherAccount), table(otherAccount));
    const again = { ...channel("out", table(otherAccount), at("loot", otherAccount)), arn: `${first.arn}-2` };
    expect(found(again)).toBe(found(first));
    expect(found(channel("out", at("loot-2", otherAccount)))).not.toBe(found(first));
  });

  test("is answered by deleting just that channel", () => {
    const bad = channel("out", at("loot", otherAccount));
    const state = withChannels(bad, channel("in", at("lake", otherAccount)));
    expect(playbook(state, nothingSaid, [found(bad) ?? ""])).toStrictEqual([
      { action: "delete-stream-channel", params: { stream: orders, name: "out", destinations: bad.destinations } },
    ]);
    expect(playbook(state, nothingSaid, [])).toStrictEqual([]);
  });

  test("is blamed on whoever made a channel of that name, and on nobody else", () => {
    const [one, other] = [channel("out", at("loot", otherAccount)), channel("in", at("loot", otherAccount))];
    const state = withChannels(one, other);
    const made = causes["CreateChannel"];
    expect(Object.keys(causes)).toStrictEqual(["CreateChannel"]);
    expect(made?.({ channelName: "out", streamName: "orders" }, state, found(one) ?? "")).toBe(true);
    for (const request of [{ channelName: "in" }, {}, { channelName: ["out"] }, { channelName: "ou" }])
      expect(made?.(request, state, found(one) ?? "")).toBe(false);
  });
});

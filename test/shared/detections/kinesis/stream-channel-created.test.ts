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

  describe("is answered", () => {
    const bad = channel("out", at("loot", otherAccount));
    const roleArn = bad.role ?? "";
    const answer = (...channels: readonly Channel[]) =>
      playbook(withChannels(...channels), nothingSaid, [found(bad) ?? ""]);
    const deletion = {
      action: "delete-stream-channel",
      params: { stream: orders, name: "out", destinations: bad.destinations },
    };

    test("by denying the role that delivers, and deleting the channel", () => {
      const denial = { action: "deny-role", params: { roleName: "courier", roleArn } };
      expect(answer(bad)).toStrictEqual([denial, deletion]);
      expect(playbook(withChannels(bad), nothingSaid, [])).toStrictEqual([]);
    });

    test("and the role once, where it delivers by two such channels", () => {
      const second = channel("out-2", table(otherAccount));
      const both = [bad, second].map((one) => found(one) ?? "");
      const steps = playbook(withChannels(bad, second), nothingSaid, both).map(({ action }) => action);
      expect(steps).toStrictEqual(["deny-role", "delete-stream-channel", "delete-stream-channel"]);
    });

    test("with the role's name alone, where it stands under a path", () => {
      const role = roleArn.replace("courier", "team/data/courier");
      expect(answer({ ...bad, role })[0]?.params).toStrictEqual({ roleName: "courier", roleArn: role });
    });

    test("but the role is let be where it also delivers as it may", () => {
      expect(answer(bad, channel("in", at("lake", home.account)))).toStrictEqual([deletion]);
    });

    test.each([
      ["another account's", roleArn.replace(home.account, otherAccount)],
      ["an AWS service's own", roleArn.replace("courier", "aws-service-role/kinesis.amazonaws.com/AWSServiceRoleForX")],
      ["no role at all", roleArn.replace(":role/", ":user/")],
      ["not known", undefined],
    ])("or is %s", (_, role) => {
      const { role: __, ...others } = bad;
      expect(answer({ ...others, ...(role ? { role } : {}) })).toStrictEqual([deletion]);
    });
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

import { describe, expect, test } from "vitest";
import type { Listed } from "../../../shared/aws/s3.ts";
import type { Lists } from "../../../shared/replay/distributed/listing.ts";
import { foldersUnder, stretchesUnder } from "../../../shared/replay/distributed/stretches.ts";

/** A bucket with these keys, of which a page of a listing gives three entries. Of real S3 the tests of the deployed part have more to say. */
const bucket = (keys: readonly string[], bytes = 1_000) => {
  const asked: string[] = [];
  const list = async (
    _: string,
    { Prefix, Delimiter, StartAfter = "", ContinuationToken = "" }: Asked,
  ): Promise<Listed> => {
    asked.push(ContinuationToken || StartAfter || Prefix);
    const entries = new Set(
      [...keys].sort().flatMap((key) => {
        if (!key.startsWith(Prefix)) return [];
        const end = Delimiter ? key.indexOf(Delimiter, Prefix.length) : -1;
        return [end < 0 ? key : key.slice(0, end + 1)];
      }),
    );
    const rest = [...entries].filter((key) => key > StartAfter && key > ContinuationToken);
    const page = rest.slice(0, 3);
    return {
      objects: page.filter((key) => keys.includes(key)).map((key) => ({ key, bytes })),
      prefixes: page.filter((key) => !keys.includes(key)),
      ...(rest.length > 3 ? { next: page.at(-1) ?? "" } : {}),
    };
  };
  return { list: list as unknown as Lists, asked };
};
interface Asked {
  readonly Prefix: string;
  readonly Delimiter?: string;
  readonly StartAfter?: string;
  readonly ContinuationToken?: string;
}

const log = (account: string, region: string, day: string, name: string) =>
  `AWSLogs/${account}/CloudTrail/${region}/${day}/${name}.json.gz`;
const [here, there] = ["111111111111", "222222222222"];
const west = `AWSLogs/${here}/CloudTrail/eu-west-1/`;

describe("the folders of an archive", () => {
  const trail = [
    log(here, "eu-west-1", "2026/11/01", "a"),
    log(here, "us-east-1", "2026/11/01", "b"),
    log(there, "eu-west-1", "2026/11/01", "c"),
    `AWSLogs/${here}/CloudTrail-Digest/eu-west-1/2026/11/01/d.json.gz`,
  ];

  test("are one for each account and Region, without digests", async () => {
    expect(await Array.fromAsync(foldersUnder(bucket(trail).list, "trail", "AWSLogs/", {}))).toStrictEqual([
      west,
      `AWSLogs/${here}/CloudTrail/us-east-1/`,
      `AWSLogs/${there}/CloudTrail/eu-west-1/`,
    ]);
  });

  test("are those of the accounts that are asked for", async () => {
    expect(await Array.fromAsync(foldersUnder(bucket(trail).list, "trail", "", { accounts: [there] }))).toStrictEqual([
      `AWSLogs/${there}/CloudTrail/eu-west-1/`,
    ]);
  });

  test.each([
    ["below a Region", `${west}2026/`, `${west}2026/11/01/`],
    ["with a prefix that ends within a name", "AWSLogs/2222", `AWSLogs/${there}/CloudTrail/eu-west-1/`],
  ])("are found %s", async (_, prefix, folder) => {
    expect(await Array.fromAsync(foldersUnder(bucket(trail).list, "trail", prefix, {}))).toStrictEqual([folder]);
  });

  test("are the prefix itself where objects lie in it", async () => {
    expect(
      await Array.fromAsync(foldersUnder(bucket(["logs/a.json", "logs/b/c.json"]).list, "any", "logs/", {})),
    ).toStrictEqual(["logs/"]);
  });
});

describe("the stretches of a folder", () => {
  const days = ["2026/10/31", "2026/11/01", "2026/11/02", "2026/11/03", "2026/11/04"];
  const keys = days.map((day) => log(here, "eu-west-1", day, "x"));

  test("hold every object once, in order", async () => {
    const [first, second, last, ...more] = await Array.fromAsync(
      stretchesUnder(bucket(keys, 10_000_000).list, "trail", west, {}),
    );
    expect(more).toStrictEqual([]);
    expect(first).toStrictEqual({ prefix: west, after: "", through: keys[1], objects: 2, bytes: 20_000_000 });
    expect(second).toMatchObject({ after: keys[1], through: keys[3], objects: 2 });
    expect(last).toMatchObject({ after: keys[3], through: keys[4], objects: 1 });
  });

  test.each([
    ["from", { from: "2026-11-02T12:00:00Z" }, days.slice(2)],
    ["to, with a day for what is delivered late", { to: "2026-11-01T12:00:00Z" }, days.slice(0, 3)],
  ])("are of the filter's days: %s", async (_, filter, wanted) => {
    const found = await Array.fromAsync(stretchesUnder(bucket(keys).list, "trail", west, filter));
    expect(found.map(({ through, objects }) => [through, objects])).toStrictEqual([
      [log(here, "eu-west-1", wanted.at(-1) ?? "", "x"), wanted.length],
    ]);
  });

  test("are found without listing what comes after the filter's days", async () => {
    const many = Array.from({ length: 30 }, (_, day) =>
      log(here, "eu-west-1", `2026/11/${String(day + 1).padStart(2, "0")}`, "x"),
    );
    const { list, asked } = bucket(many);
    await Array.fromAsync(stretchesUnder(list, "trail", west, { to: "2026-11-02T00:00:00Z" }));
    expect(asked).toHaveLength(2);
  });

  test("there are none of a folder without objects", async () => {
    expect(await Array.fromAsync(stretchesUnder(bucket([]).list, "trail", west, {}))).toStrictEqual([]);
  });
});

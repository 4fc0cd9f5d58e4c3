import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkSettings, InvalidSettings } from "../../../shared/baseline/settings.ts";

const known = ["stream-encryption-stopped", "stream-encrypted-with-other-key"];
const check = (value: unknown) => checkSettings(value, "lockkeeper.yml", known);

const thrownBy = (run: () => unknown): unknown => {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
};

const problemsOf = (value: unknown): readonly string[] => {
  const error = thrownBy(() => check(value));
  if (!(error instanceof InvalidSettings))
    throw new Error("the settings were not refused as they should be", { cause: error });
  return error.message.split("\n");
};

describe("settings that are good", () => {
  test("say little and mean: observe, with nothing special for any detection", () => {
    expect(check({ streams: [{ name: "orders" }] })).toStrictEqual({
      mode: "observe",
      streams: [{ name: "orders" }],
      detections: {},
      operators: [],
      protectedPrincipals: [],
      deployers: [],
      backlogMinutes: 15,
      evictConfidence: "Medium",
      reversalsPerDay: 5,
      budgets: { principal: 5, resource: 6, account: 20 },
      approvalHours: 4,
      recheckSeconds: [5, 30, 120, 600],
      exemptions: [],
      notify: { chat: false, securityHub: false, eventBus: false },
    });
  });

  test("may say everything", () => {
    const all = {
      mode: "enforce",
      streams: [
        {
          name: "orders",
          mode: "approve",
          encryption: { key: "alias/orders" },
          producers: ["arn:aws:iam::123456789012:role/checkout"],
          consumers: ["arn:aws:iam::123456789012:role/team/*"],
          reversalsPerDay: 2,
          retentionHours: 168,
          policy: {
            ownAccount: "listed",
            accounts: ["111122223333"],
            principals: ["arn:aws:iam::123456789012:role/reader"],
            organizations: ["o-a1b2c3d4e5"],
            services: ["events.amazonaws.com"],
            guards: '{"Version":"2012-10-17","Statement":[]}',
          },
          registeredConsumers: ["analytics"],
          channels: { buckets: ["arn:aws:s3:::lake"], accounts: ["111122223333"] },
          shardMetrics: ["ALL"],
          recordDistribution: "USER_PARTITION_KEY",
          capacity: { mode: "ON_DEMAND", shards: { min: 1, max: 4 }, warmThroughputMiBps: 0, maxRecordSizeInKiB: 1024 },
          tags: { access: "restricted" },
          alarms: { throttledPerMinute: 600, iteratorAgeMinutes: 120 },
        },
        { name: "a.b_c-D9", mode: "observe", producers: [] },
      ],
      detections: { "stream-encryption-stopped": { mode: "enforce" } },
      operators: ["arn:aws:iam::123456789012:role/on-call"],
      protectedPrincipals: ["arn:aws:iam::*:user/break-glass-*"],
      deployers: ["arn:aws:iam::123456789012:role/deployment"],
      backlogMinutes: 5,
      evictConfidence: "High",
      reversalsPerDay: 3,
      budgets: { principal: 1, resource: 2, account: 3 },
      approvalHours: 24,
      recheckSeconds: [1, 900],
      exemptions: [
        { detection: "stream-encryption-stopped", reason: "migration", owner: "data team", until: "2026-12-31" },
        {
          principal: "arn:aws:iam::123456789012:user/ci-*",
          resource: "arn:aws:kinesis:us-east-1:123456789012:stream/orders",
          reason: "load test",
          owner: "olga",
          until: "2026-12-31T12:30:00.5Z",
        },
      ],
      notify: { chat: true, securityHub: true, eventBus: true },
    };
    const [first, second] = all.exemptions;
    expect(check(all)).toStrictEqual({
      ...all,
      exemptions: [
        { id: "lockkeeper.yml 1", ...first },
        { id: "lockkeeper.yml 2", ...second },
      ],
    });
  });

  test("may set one of several budgets or receivers: the others stay as they are", () => {
    const { budgets, notify } = check({ streams: [], budgets: { account: 7 }, notify: { chat: true } });
    expect(budgets).toStrictEqual({ principal: 5, resource: 6, account: 7 });
    expect(notify).toStrictEqual({ chat: true, securityHub: false, eventBus: false });
  });

  test("may do without any look again", () => {
    expect(check({ streams: [], recheckSeconds: [] }).recheckSeconds).toStrictEqual([]);
  });

  test.each([
    "alias/aws/kinesis",
    "11111111-2222-3333-4444-555555555555",
    "mrk-0123456789abcdef",
    "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555",
    "arn:aws-cn:kms:cn-north-1:123456789012:alias/orders",
    "alias/team/orders_2-a",
    "arn:aws:kms:us-east-1:123456789012:key/mrk-0123456789abcdef",
  ])("may name a key as %s", (key) => {
    expect(check({ streams: [{ name: "orders", encryption: { key } }] }).streams[0]?.encryption?.key).toBe(key);
  });
});

describe("settings that are not good: the error names the file, the place, what is expected and what was found", () => {
  const stream = (changes: object) => ({ streams: [{ name: "orders", ...changes }] });
  test.each<[string, unknown, string]>([
    ["an empty file", null, "lockkeeper.yml: the file: expected Object, found null"],
    ["a file that is a text", "streams", 'lockkeeper.yml: the file: expected Object, found "streams"'],
    ["no streams", {}, 'lockkeeper.yml: streams: expected "streams", found nothing'],
    ["streams that are no list", { streams: "orders" }, 'lockkeeper.yml: streams: expected Array, found "orders"'],
    ["a stream that is a text", { streams: ["orders"] }, 'lockkeeper.yml: streams.0: expected Object, found "orders"'],
    ["a stream without a name", { streams: [{}] }, 'lockkeeper.yml: streams.0.name: expected "name", found nothing'],
    ["a name that is a number", { streams: [{ name: 7 }] }, "lockkeeper.yml: streams.0.name: expected string, found 7"],
    [
      "a name that no stream can have",
      stream({ name: "or/ders" }),
      'lockkeeper.yml: streams.0.name: expected a stream\'s name: 1 to 128 letters, digits, _ . -, found "or/ders"',
    ],
    [
      "an unknown mode",
      { mode: "enforced", streams: [] },
      'lockkeeper.yml: mode: expected ("observe" | "approve" | "enforce"), found "enforced"',
    ],
    [
      "an unknown mode of a stream",
      stream({ mode: "off" }),
      'lockkeeper.yml: streams.0.mode: expected ("observe" | "approve" | "enforce"), found "off"',
    ],
    [
      "an unknown setting",
      { streams: [], mod: "observe" },
      'lockkeeper.yml: mod: expected no such setting, found "mod"',
    ],
    [
      "an unknown setting of a stream",
      stream({ retention: 24 }),
      'lockkeeper.yml: streams.0.retention: expected no such setting, found "retention"',
    ],
    [
      "an unknown setting of an encryption",
      stream({ encryption: { key: "alias/a", type: "KMS" } }),
      'lockkeeper.yml: streams.0.encryption.type: expected no such setting, found "type"',
    ],
    [
      "an encryption without a key",
      stream({ encryption: {} }),
      'lockkeeper.yml: streams.0.encryption.key: expected "key", found nothing',
    ],
    [
      "a key that is none",
      stream({ encryption: { key: "arn:aws:s3:::bucket" } }),
      'lockkeeper.yml: streams.0.encryption.key: expected a KMS key id, key ARN, alias/name or alias ARN, found "arn:aws:s3:::bucket"',
    ],
    [
      "a stream named twice",
      { streams: [{ name: "a" }, { name: "b" }, { name: "a" }] },
      'lockkeeper.yml: streams.2: expected each stream once, found {"name":"a"}',
    ],
    [
      "operators that are no list",
      { streams: [], operators: "arn:aws:iam::123456789012:role/on-call" },
      'lockkeeper.yml: operators: expected Array, found "arn:aws:iam::123456789012:role/on-call"',
    ],
    [
      "an operator that is a number",
      { streams: [], operators: [7] },
      "lockkeeper.yml: operators.0: expected string, found 7",
    ],
    [
      "an unknown detection",
      { streams: [], detections: { "stream-encryption-stoped": { mode: "enforce" } } },
      `lockkeeper.yml: detections.stream-encryption-stoped: expected one of ${known.join(", ")}, found "stream-encryption-stoped"`,
    ],
    [
      "an unknown mode of a detection",
      { streams: [], detections: { "stream-encryption-stopped": { mode: 3 } } },
      'lockkeeper.yml: detections.stream-encryption-stopped.mode: expected ("observe" | "approve" | "enforce"), found 3',
    ],
  ])("%s", (_, value, problem) => {
    expect(problemsOf(value)).toStrictEqual([problem]);
  });

  test("an empty name is told in words that a person understands", () => {
    for (const problem of problemsOf({ streams: [{ name: "" }] })) expect(problem).not.toMatch(/Invalid length|!0/);
  });

  test("every problem is told at once, a line for each", () => {
    const problems = problemsOf({ mode: "x", streams: [{ name: "a", mode: "y" }], z: 1 });
    expect(problems.map((line) => line.split(": ")[1])).toStrictEqual(["mode", "streams.0.mode", "z"]);
  });

  test("a long value is cut short", () => {
    for (const problem of problemsOf({ streams: [{ name: "x".repeat(5000) }] }))
      expect(problem.length).toBeLessThan(300);
  });

  test("no value at all brings about another kind of error", () => {
    const odd = fc.jsonValue();
    const item = fc.record(
      { name: fc.oneof(fc.constant("orders"), odd), mode: odd, encryption: odd },
      { requiredKeys: [] },
    );
    const near = fc.record({
      mode: odd,
      streams: fc.array(item),
      detections: fc.dictionary(fc.string(), odd),
      operators: fc.oneof(fc.array(odd), odd),
    });
    fc.assert(
      fc.property(fc.oneof(odd, near), (value) => {
        expect(thrownBy(() => check(value))).toSatisfy(
          (error) => error === undefined || error instanceof InvalidSettings,
        );
      }),
      { numRuns: 500 },
    );
  });
});

import { describe, expect, test } from "vitest";
import { checkSettings } from "../../../shared/baseline/settings.ts";

/** The settings of the guardrails, of the looks again and of who is told: what is refused, and what is said then. */

const known = ["stream-encryption-stopped"];
const problemOf = (said: object): string => {
  try {
    checkSettings({ streams: [], ...said }, "lockkeeper.yml", known);
    return "none";
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : "no error";
  }
};

const stream = (changes: object) => ({ streams: [{ name: "orders", ...changes }] });
const exemption = (changes: object) => ({
  exemptions: [{ detection: "stream-encryption-stopped", reason: "r", owner: "o", until: "2026-12-31", ...changes }],
});
const anArn = "expected the ARN of a user or role";

describe("a number that says how much", () => {
  const places: readonly (readonly [string, (value: unknown) => object])[] = [
    ["backlogMinutes", (backlogMinutes) => ({ backlogMinutes })],
    ["reversalsPerDay", (reversalsPerDay) => ({ reversalsPerDay })],
    ["streams.0.reversalsPerDay", (reversalsPerDay) => stream({ reversalsPerDay })],
    ["approvalHours", (approvalHours) => ({ approvalHours })],
    ["budgets.principal", (principal) => ({ budgets: { principal } })],
    ["budgets.resource", (resource) => ({ budgets: { resource } })],
    ["budgets.account", (account) => ({ budgets: { account } })],
  ];

  test.each(places)("%s is a whole number of at least 1", (place, said) => {
    expect(problemOf(said(1))).toBe("none");
    for (const [value, expected] of [
      [0, "at least 1"],
      [-3, "at least 1"],
      [1.5, "a whole number"],
      ["5", "number"],
      [null, "number"],
    ] as const)
      expect(problemOf(said(value))).toBe(
        `InvalidSettings: lockkeeper.yml: ${place}: expected ${expected}, found ${JSON.stringify(value)}`,
      );
  });

  test.each(places)("%s is not without end", (_, said) => {
    expect(problemOf(said(Number.POSITIVE_INFINITY))).toMatch(/expected a whole number/);
    expect(problemOf(said(Number.NaN))).toMatch(/expected number/);
  });
});

test.each<[string, object, string]>([
  [
    "another confidence",
    { evictConfidence: "Sure" },
    'evictConfidence: expected ("Low" | "Medium" | "High"), found "Sure"',
  ],
  [
    "a confidence in small letters",
    { evictConfidence: "high" },
    'evictConfidence: expected ("Low" | "Medium" | "High"), found "high"',
  ],
  ["a budget of something else", { budgets: { user: 3 } }, 'budgets.user: expected no such setting, found "user"'],
  ["a look at once", { recheckSeconds: [0] }, "recheckSeconds.0: expected at least 1, found 0"],
  [
    "a look that SQS cannot delay so long",
    { recheckSeconds: [5, 901] },
    "recheckSeconds.1: expected at most 900 seconds, found 901",
  ],
  ["a look at half a second", { recheckSeconds: [1.5] }, "recheckSeconds.0: expected whole seconds, found 1.5"],
  ["looks that are no list", { recheckSeconds: 5 }, "recheckSeconds: expected Array, found 5"],
  [
    "more looks than one batch takes",
    { recheckSeconds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
    "recheckSeconds: expected at most 10 looks, found [1,2,3,4,5,6,7,8,9,10,11]",
  ],
  [
    "a producer that is a session",
    stream({ producers: ["arn:aws:sts::123456789012:assumed-role/a/b"] }),
    `streams.0.producers.0: ${anArn}, found "arn:aws:sts::123456789012:assumed-role/a/b"`,
  ],
  ["a consumer that is a name", stream({ consumers: ["reports"] }), `streams.0.consumers.0: ${anArn}, found "reports"`],
  [
    "a protected principal that is an account",
    { protectedPrincipals: ["arn:aws:iam::123456789012:root"] },
    `protectedPrincipals.0: ${anArn}, found "arn:aws:iam::123456789012:root"`,
  ],
  ["everybody protected by a star alone", { protectedPrincipals: ["*"] }, `protectedPrincipals.0: ${anArn}, found "*"`],
  ["another receiver", { notify: { pager: true } }, 'notify.pager: expected no such setting, found "pager"'],
  ["a receiver that is a text", { notify: { chat: "yes" } }, 'notify.chat: expected boolean, found "yes"'],
])("%s is refused, and the message says where, what is expected and what was found", (_, said, problem) => {
  expect(problemOf(said)).toBe(`InvalidSettings: lockkeeper.yml: ${problem}`);
});

describe("an exemption", () => {
  const nothing = { detection: undefined };

  test.each<[string, object, string]>([
    ["of nothing", nothing, "exemptions.0: expected a principal, a resource or a detection that is exempted, found {"],
    [
      "of an unknown detection",
      { detection: "x" },
      'exemptions.0.detection: expected one of stream-encryption-stopped, found "x"',
    ],
    ["of a resource that is no ARN", { resource: "orders" }, 'exemptions.0.resource: expected an ARN, found "orders"'],
    ["of a principal that is a name", { principal: "ci" }, `exemptions.0.principal: ${anArn}, found "ci"`],
    ["without a reason", { reason: undefined }, "exemptions.0.reason: expected"],
    ["with an empty reason", { reason: "" }, 'exemptions.0.reason: expected a text that is not empty, found ""'],
    ["without an owner", { owner: undefined }, "exemptions.0.owner: expected"],
    ["without an end", { until: undefined }, "exemptions.0.until: expected"],
    ["with an id of its own", { id: "1" }, 'exemptions.0.id: expected no such setting, found "id"'],
  ])("%s is refused", (_, changes, problem) => {
    expect(problemOf(exemption(changes))).toContain(`InvalidSettings: lockkeeper.yml: ${problem}`);
  });

  test.each(["2026-12-31", "2026-12-31T00:00Z", "2026-12-31T23:59:59Z", "2028-02-29"])("ends on %s", (until) => {
    expect(problemOf(exemption({ until }))).toBe("none");
  });

  test.each([
    "never",
    "31.12.2026",
    "2026-13-01",
    "2026-12-31T25:00:00Z",
    "2026-12-31 12:00",
    "2026-12-31T12:00:00",
    "2026-12-31T12:00:00+02:00",
    "99999-01-01",
  ])("does not end on %s, which is no date or time in UTC", (until) => {
    expect(problemOf(exemption({ until }))).toBe(
      `InvalidSettings: lockkeeper.yml: exemptions.0.until: expected a date or a time in UTC, found ${JSON.stringify(until)}`,
    );
  });
});

import { describe, expect, test } from "vitest";
import { readEvent } from "../../../shared/cloudtrail/api-call.ts";
import { callOf, envelope, home, otherAccount, record } from "../records.ts";

/** Account and Region become parts of ARNs and of what is asked of AWS, so nothing else may stand there. */

const problemOf = (event: unknown): string => {
  const read = readEvent(JSON.stringify(event));
  if (read.ok) throw new Error("the event was read");
  return read.problem;
};

describe("an event of no account or Region cannot be read", () => {
  test.each<[string, unknown, RegExp]>([
    ...["", "us east 1", "US-EAST-1", "us-east-1/x", "us-east-1\n", "us-east-1:1"].map(
      (region): [string, unknown, RegExp] => [
        `a Region that is none, ${JSON.stringify(region)}`,
        envelope(record({ awsRegion: region })),
        new RegExp(`^detail\\.awsRegion: expected the name of a Region, found a text of ${region.length} characters$`),
      ],
    ),
    [
      "an event in a Region that is none",
      envelope(record(), { region: "*" }),
      /^region: expected the name of a Region, found a text of 1 characters$/,
    ],
    ["an event in no Region", envelope(record(), { region: undefined }), /^region: expected .+, found nothing$/],
    ...["", "12345678901", "1234567890123", "12345678901x", "123456789012\n", "arn:aws:iam"].map(
      (account): [string, unknown, RegExp] => [
        `an account that is none, ${JSON.stringify(account)}`,
        envelope(record({ recipientAccountId: account })),
        new RegExp(
          `^detail\\.recipientAccountId: expected an account id of 12 digits, found a text of ${account.length} characters$`,
        ),
      ],
    ),
    [
      "an event of an account that is none",
      envelope(record(), { account: "somebody" }),
      /^account: expected an account id of 12 digits, found a text of 8 characters$/,
    ],
    ["an event of no account", envelope(record(), { account: undefined }), /^account: expected .+, found nothing$/],
    [
      "an account that is a number",
      envelope(record({ recipientAccountId: 123_456_789_012 })),
      /^detail\.recipientAccountId: expected string, found a number$/,
    ],
  ])("%s", (_, event, problem) => {
    expect(problemOf(event)).toMatch(problem);
  });
});

test.each(["us-east-1", "us-gov-west-1", "cn-northwest-1", "nowhere-99"])(
  "%s may be the name of a Region",
  (region) => {
    expect(callOf({ awsRegion: region })).toMatchObject({ region });
  },
);

test("what a record does not say of them is what its envelope says", () => {
  expect(callOf({ awsRegion: null, recipientAccountId: null })).toMatchObject(home);
  expect(callOf({ recipientAccountId: otherAccount })).toMatchObject({ account: otherAccount, region: home.region });
});

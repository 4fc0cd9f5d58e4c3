import { describe, expect, test } from "vitest";
import { accountBillingCommitmentChanged } from "../../../../shared/detections/kinesis/account-billing-commitment-changed.ts";
import { callOf, home } from "../../records.ts";
import { watchAs } from "./activities.ts";

const { hear } = watchAs(accountBillingCommitmentChanged, [{ name: "orders" }]);
const called = (status: unknown, commitment: object | null, changes: object = {}) =>
  callOf({
    eventName: "UpdateAccountSettings",
    requestParameters: { minimumThroughputBillingCommitment: { status } },
    responseElements: commitment && { minimumThroughputBillingCommitment: commitment },
    resources: [],
    ...changes,
  });
const earliestAllowedEndAt = "Nov 27, 2026, 8:17:34 PM";

describe("fires", () => {
  test("for a commitment that was entered into, says until when it binds, and what to do; nobody is evicted", async () => {
    expect(await hear(called("ENABLED", { status: "ENABLED", earliestAllowedEndAt }))).toStrictEqual([
      {
        evidence: `The minimum throughput billing commitment of account ${home.account} in ${home.region} was entered into; it cannot be ended before ${earliestAllowedEndAt} (UTC).`,
        resource: { type: "AWS::::Account", id: `AWS::::Account:${home.account}` },
        confidence: "High",
        evict: false,
        advice:
          "If nobody wanted it: call UpdateAccountSettings with the status DISABLED now, so that it ends as soon as it may. Nothing ends it sooner.",
      },
    ]);
  });

  test("for one that was ended, and says until when that can be taken back", async () => {
    const found = await hear(
      called("DISABLED", { status: "ENABLED_UNTIL_EARLIEST_ALLOWED_END", earliestAllowedEndAt }),
    );
    expect(found?.[0]?.evidence).toContain(`was ended; it holds until ${earliestAllowedEndAt} (UTC).`);
    expect(found?.[0]?.advice).toContain("ENABLED before it has ended");
  });

  test.each([
    ["nothing was answered", null],
    ["the answer is of another form", { earliestAllowedEndAt: 1_790_000_000 }],
    ["the date is no date", { earliestAllowedEndAt: "<script>" }],
  ])("with the least that AWS documents, where %s", async (_, commitment) => {
    const found = await hear(called("ENABLED", commitment));
    expect(found?.[0]?.evidence).toMatch(/cannot be ended before 24 hours have passed since it began\.$/);
  });

  test("for settings of another form", async () => {
    const found = await hear(called(undefined, null, { requestParameters: { somethingNew: true } }));
    expect(found?.[0]?.evidence).toContain("was changed; it cannot be ended before");
  });
});

describe("does not even look", () => {
  test.each([
    ["at one that failed", { errorCode: "AccessDenied", requestParameters: null }],
    ["at a read of the settings", { eventName: "DescribeAccountSettings", readOnly: true }],
    ["at the settings of another service", { eventSource: "lambda.amazonaws.com" }],
  ])("%s", async (_, changes) => {
    expect(await hear(called("ENABLED", null, changes))).toBeUndefined();
  });
});

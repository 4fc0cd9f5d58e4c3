import { expect, test } from "vitest";
import { unreadableNotice } from "../../../shared/notice/unreadable-notice.ts";
import { expectGolden, expectLimits } from "./golden.ts";

const notice = unreadableNotice({
  messageId: "22222222-3333-4444-5555-666666666666",
  problem: "detail.eventName: expected string, found null",
  queue: "events",
  at: "2026-09-19T11:31:58.000Z",
});

test("the message of something unreadable reads as it did when it was last looked at", async () => {
  await expect(expectGolden("unreadable", notice)).resolves.toBeUndefined();
});

test("it says why, when, which message, and where it is kept", () => {
  for (const part of [
    "detail.eventName: expected string, found null",
    "2026-09-19T11:31:58.000Z",
    "22222222-3333-4444-5555-666666666666",
    'kept in the queue "unreadable"',
  ])
    expect(notice.email).toContain(part);
});

test("it keeps to what SNS takes, however long the problem is", () => {
  const long = unreadableNotice({ messageId: "1", problem: "x".repeat(10_000), queue: "resource findings", at: "now" });
  expectLimits(long);
  expect(long.subject.length).toBeLessThanOrEqual(100);
  expect(long.sms).toHaveLength(140);
  expect(long.email.length).toBeLessThan(1_500);
  expect(long.attributes).toMatchObject({ severity: "Medium", state: "needs-a-person", resource: "resource findings" });
});

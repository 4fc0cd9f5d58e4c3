import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { keyStatus, streamKey } from "../attacks/scene.ts";
import { writesBy } from "../drill/observe.ts";
import { allDone, type Ground, openGround } from "./ground.ts";

/** Services that throttle, fail or do not answer: it is done all the same, once, and people are told. */
let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterEach(() => ground.tidy());
afterAll(() => ground?.lab.stop());

const throttled = { status: 400, code: "ThrottlingException", message: "Rate exceeded" };
const exceeded = { status: 400, code: "ProvisionedThroughputExceededException", message: "Rate exceeded" };
const broken = { status: 500, code: "InternalFailure", message: "Something went wrong" };
const refused = { status: 400, code: "LimitExceededException", message: "Rate exceeded" };

/** More than the clients try by themselves, so that the message has to come again. */
const times = 5;

describe.each([
  ["IAM throttles", { service: "iam", operation: "UpdateAccessKey", by: "-contain-", error: throttled }],
  ["IAM cannot be read", { service: "iam", operation: "ListAccessKeys", by: "-contain-", error: broken }],
  ["Kinesis refuses", { service: "kinesis", operation: "StartStreamEncryption", by: "-restore-", error: refused }],
  ["Kinesis breaks", { service: "kinesis", operation: "StartStreamEncryption", by: "-restore-", error: broken }],
  [
    "the stream cannot be read",
    { service: "kinesis", operation: "DescribeStreamSummary", by: "-detect-", error: broken },
  ],
  ["KMS throttles", { service: "kms", operation: "DescribeKey", by: "-detect-", error: throttled }],
  ["detect cannot read the table", { service: "dynamodb", operation: "GetItem", by: "-detect-", error: exceeded }],
  [
    "detect cannot write the table",
    { service: "dynamodb", operation: "TransactWriteItems", by: "-detect-", error: broken },
  ],
  ["contain cannot read the table", { service: "dynamodb", operation: "Query", by: "-contain-", error: exceeded }],
  [
    "restore cannot write the table",
    { service: "dynamodb", operation: "TransactWriteItems", by: "-restore-", error: broken },
  ],
  ["orders cannot be sent", { service: "sqs", operation: "SendMessageBatch", by: "-detect-", error: broken }],
  ["looks cannot be ordered", { service: "sqs", operation: "SendMessageBatch", by: "-restore-", error: broken }],
] as const)("when %s", (what, fault) => {
  test("everything is done all the same, each write once, and told", async () => {
    const leaked = await ground.strike(what.replaceAll(/\W/g, "-"), () =>
      ground.lab.door.faults.add({ ...fault, times }),
    );
    const { mails, ...aftermath } = await ground.aftermath(leaked);
    expect(ground.lab.door.faults.left()).toBe(0);
    expect(aftermath).toEqual(allDone);
    expect(mails.at(-1)?.subject).toMatch(/contained and restored$/);
  });
});

test("a call that is not answered in time is given up and made again", { timeout: 180_000 }, async () => {
  const leaked = await ground.strike("slow", () =>
    ground.lab.door.faults.add({ service: "iam", operation: "UpdateAccessKey", by: "-contain-", delayMs: 5_000 }),
  );
  // The first is carried out after all, when nobody listens any more: its request ID is never learned. When that is so before the
  // rest is done, detect waits a minute for its event to become known as our own.
  const { mails, writes, ...aftermath } = await ground.aftermath(leaked, 150_000);
  expect(new Set(writes)).toEqual(new Set(allDone.writes));
  const { writes: _, ...done } = allDone;
  expect(aftermath).toEqual(done);
  expect(mails.at(-1)?.subject).toMatch(/contained and restored$/);
});

test("SNS being down holds nothing up, and people are told when it is back", async () => {
  const leaked = await ground.strike("sns-down", () =>
    ground.lab.door.faults.add({ service: "sns", operation: "Publish", error: broken, times: 12 }),
  );
  const { mails, ...aftermath } = await ground.aftermath(leaked, 120_000);
  expect(aftermath).toEqual(allDone);
  expect(mails.at(-1)?.subject).toMatch(/contained and restored$/);
});

test("a table that cannot be read at all: nothing is changed while it is so, and all is done when it is back", async () => {
  const leaked = await ground.strike("no-table", () => {
    const fault = { service: "dynamodb", by: "role/lockkeeper-", error: broken, times: 1_000 };
    for (const operation of ["GetItem", "Query", "BatchGetItem"]) ground.lab.door.faults.add({ ...fault, operation });
  });
  await sleep(6_000);
  expect(writesBy(ground.lab, 0).filter(({ record }) => JSON.stringify(record).includes("no-table"))).toEqual([]);
  expect(await keyStatus(ground.scene, leaked)).toBe("Active");
  expect(await streamKey(ground.scene)).toBe("NONE");
  ground.lab.door.faults.clear();
  const { mails, ...aftermath } = await ground.aftermath(leaked);
  expect(aftermath).toEqual(allDone);
  expect(mails.at(-1)?.subject).toMatch(/contained and restored$/);
});

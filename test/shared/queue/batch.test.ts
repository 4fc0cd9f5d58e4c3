import type { SQSEvent } from "aws-lambda";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { receives } from "../../../shared/derive/queues.ts";
import { eachMessage, type Message, NotYet } from "../../../shared/queue/batch.ts";
import { inMemory, refused } from "../in-memory.ts";

const queue = "https://sqs.us-east-1.amazonaws.com/123456789012/events";

const batch = (...messages: readonly (readonly [id: string, attempt: number])[]): SQSEvent => ({
  Records: messages.map(([id, attempt]) => ({
    messageId: id,
    receiptHandle: `handle-${id}`,
    body: `body of ${id}`,
    attributes: {
      ApproximateReceiveCount: `${attempt}`,
      SentTimestamp: "0",
      SenderId: "AIDAEXAMPLEEXAMPLE000",
      ApproximateFirstReceiveTimestamp: "0",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-east-1:123456789012:events",
    awsRegion: "us-east-1",
  })),
});

const failing =
  (...ids: readonly string[]) =>
  async ({ id, body }: Message): Promise<void> => {
    if (ids.includes(id)) throw new Error(`cannot handle ${body}`);
  };

/** Runs a batch with a queue in memory, which knows for each message after how many seconds it comes again. */
const run = async (handle: (message: Message) => Promise<void>, event: SQSEvent, refuses = false) => {
  const again: Record<string, number> = {};
  const call = inMemory<"sqs:ChangeMessageVisibility">((_, { QueueUrl, ReceiptHandle, VisibilityTimeout }) => {
    if (refuses) throw refused("ReceiptHandleIsInvalid");
    if (QueueUrl === queue) again[String(ReceiptHandle).replace("handle-", "")] = Number(VisibilityTimeout);
    return {};
  });
  const { batchItemFailures } = await eachMessage(handle, { queue, receives, call })(event);
  return { failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), again };
};

const log = { warn: [] as string[], info: [] as string[] };
beforeEach(() => {
  for (const level of ["warn", "info"] as const) {
    log[level].length = 0;
    vi.spyOn(console, level).mockImplementation((line) => void log[level].push(JSON.stringify(line)));
  }
});

describe("each message of a batch fails by itself", () => {
  test("when all are handled, none comes again", async () => {
    expect(await run(failing(), batch(["a", 1], ["b", 1]))).toStrictEqual({ failed: [], again: {} });
  });

  test("when some are not, only those come again", async () => {
    const { failed, again } = await run(failing("b", "d"), batch(["a", 1], ["b", 1], ["c", 1], ["d", 2]));
    expect(failed).toStrictEqual(["b", "d"]);
    expect(again).toStrictEqual({ b: 2, d: 3 });
  });

  test("when none is, all come again", async () => {
    expect((await run(failing("a", "b"), batch(["a", 1], ["b", 1]))).failed).toStrictEqual(["a", "b"]);
  });

  test("an empty batch is done with", async () => {
    expect(await run(failing(), batch())).toStrictEqual({ failed: [], again: {} });
  });

  test("a message whose time cannot be changed comes again after the queue's own", async () => {
    expect(await run(failing("a"), batch(["a", 1], ["b", 1]), true)).toStrictEqual({ failed: ["a"], again: {} });
  });

  test.each(["a text", undefined, null, 7])("%j, thrown, is a failure of that message alone", async (thrown) => {
    const handle = ({ id }: Message) => (id === "a" ? Promise.reject(thrown) : Promise.resolve());
    expect((await run(handle, batch(["a", 1], ["b", 1]))).failed).toStrictEqual(["a"]);
  });
});

test.each([
  [1, 2],
  [2, 3],
  [3, 4],
  [4, 6],
  [5, 8],
  [6, 12],
  [10, 58],
  [11, 60],
  [99, 60],
  [100, 0],
  [101, 0],
])("after %i receives, a failed message comes again after %i seconds", async (attempt, seconds) => {
  expect((await run(failing("a"), batch(["a", attempt]))).again).toStrictEqual({ a: seconds });
});

test("the waits between all receives add up to more than an hour and less than two", async () => {
  let seconds = 0;
  for (let attempt = 1; attempt <= receives; attempt += 1)
    seconds += (await run(failing("a"), batch(["a", attempt]))).again["a"] ?? Number.NaN;
  expect(seconds).toBeGreaterThan(3_600);
  expect(seconds).toBeLessThan(7_200);
});

test("whoever handles a message is told when it will not come again", async () => {
  const seen: Message[] = [];
  await run(async (message) => void seen.push(message), batch(["a", 1], ["b", 99], ["c", 100], ["d", 101]));
  expect(seen.map(({ id, lastTry }) => [id, lastTry])).toStrictEqual([
    ["a", false],
    ["b", false],
    ["c", true],
    ["d", true],
  ]);
  expect(seen[0]).toStrictEqual({ id: "a", body: "body of a", lastTry: false });
});

test("the log names the message, the try and the error, and cuts a long reason short", async () => {
  await run(() => Promise.reject(Object.assign(new Error("x".repeat(1_000)), { name: "StreamBusy" })), batch(["a", 3]));
  expect(log).toMatchObject({ warn: { length: 1 }, info: { length: 0 } });
  expect(JSON.parse(log.warn[0] ?? "")).toStrictEqual({
    msg: "message failed",
    messageId: "a",
    attempt: 3,
    error: "StreamBusy",
    reason: "x".repeat(300),
  });
});

describe("what cannot be done yet", () => {
  class NotSettledYet extends NotYet {
    override readonly name = "NotSettledYet";
  }

  test.each([
    ["NotYet", new NotYet("orders is still changing")],
    ["NotSettledYet", new NotSettledYet("orders is still changing")],
  ])("comes again as what failed does, and is no warning in the log: %s", async (name, thrown) => {
    expect(await run(() => Promise.reject(thrown), batch(["a", 3]))).toStrictEqual({ failed: ["a"], again: { a: 4 } });
    expect(log.warn).toStrictEqual([]);
    expect(log.info.map((line): unknown => JSON.parse(line))).toStrictEqual([
      { msg: "message comes again", messageId: "a", attempt: 3, error: name, reason: "orders is still changing" },
    ]);
  });

  test("is told from an error that only has its name", async () => {
    await run(() => Promise.reject(Object.assign(new Error("no"), { name: "NotYet" })), batch(["a", 1]));
    expect([log.warn.length, log.info.length]).toStrictEqual([1, 0]);
  });
});

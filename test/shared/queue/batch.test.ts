import type { SQSEvent } from "aws-lambda";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { eachMessage, type Message } from "../../../shared/queue/batch.ts";
import { inMemory, refused } from "../in-memory.ts";

const queue = "https://sqs.us-east-1.amazonaws.com/123456789012/events";

const batch = (...messages: readonly (readonly [id: string, receives: number])[]): SQSEvent => ({
  Records: messages.map(([id, receives]) => ({
    messageId: id,
    receiptHandle: `handle-${id}`,
    body: `body of ${id}`,
    attributes: {
      ApproximateReceiveCount: `${receives}`,
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
  const { batchItemFailures } = await eachMessage(handle, { queue, receives: 5, call })(event);
  return { failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), again };
};

const log: string[] = [];
beforeEach(() => {
  log.length = 0;
  vi.spyOn(console, "warn").mockImplementation((line) => void log.push(JSON.stringify(line)));
});

describe("each message of a batch fails by itself", () => {
  test("when all are handled, none comes again", async () => {
    expect(await run(failing(), batch(["a", 1], ["b", 1]))).toStrictEqual({ failed: [], again: {} });
  });

  test("when some are not, only those come again", async () => {
    const { failed, again } = await run(failing("b", "d"), batch(["a", 1], ["b", 1], ["c", 1], ["d", 2]));
    expect(failed).toStrictEqual(["b", "d"]);
    expect(again).toStrictEqual({ b: 2, d: 6 });
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
  [2, 6],
  [3, 18],
  [4, 54],
  [5, 162],
  [6, 180],
  [50, 180],
])("after %i receives, a failed message comes again after %i seconds", async (receives, seconds) => {
  expect((await run(failing("a"), batch(["a", receives]))).again).toStrictEqual({ a: seconds });
});

test("whoever handles a message is told when it will not come again", async () => {
  const seen: Message[] = [];
  await run(async (message) => void seen.push(message), batch(["a", 1], ["b", 4], ["c", 5], ["d", 6]));
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
  expect(log).toHaveLength(1);
  expect(JSON.parse(log[0] ?? "")).toStrictEqual({
    msg: "message failed",
    messageId: "a",
    attempt: 3,
    error: "StreamBusy",
    reason: "x".repeat(300),
  });
});

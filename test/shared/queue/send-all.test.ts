import { expect, test } from "vitest";
import type { Call } from "../../../shared/aws/operations.ts";
import { sendAll } from "../../../shared/queue/send-all.ts";

interface Sent {
  readonly QueueUrl: string;
  readonly Entries: readonly { readonly Id: string; readonly MessageBody: string; readonly DelaySeconds?: number }[];
}

/** What SQS was sent, and what it says of it. */
const sqs = (answers: readonly object[] = []) => {
  const sent: Sent[] = [];
  const send = (async (_: string, input: Sent) => {
    sent.push(input);
    return answers[sent.length - 1] ?? {};
  }) as unknown as Call<"sqs:SendMessageBatch">;
  return { sent, send };
};
const messages = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ MessageBody: `m${at}`, DelaySeconds: at }));

test("messages go out in their order, ten at a time, each with its delay", async () => {
  const { sent, send } = sqs();
  await sendAll(send, "queue", messages(23));
  expect(sent.map(({ QueueUrl, Entries }) => [QueueUrl, Entries.length])).toEqual([
    ["queue", 10],
    ["queue", 10],
    ["queue", 3],
  ]);
  expect(sent.flatMap(({ Entries }) => Entries)).toMatchObject(messages(23));
  for (const { Entries } of sent) expect(new Set(Entries.map(({ Id }) => Id)).size).toBe(Entries.length);
});

test("nothing to send is no call", async () => {
  const { sent, send } = sqs();
  await sendAll(send, "queue", []);
  expect(sent).toEqual([]);
});

test("one that was not taken fails them all, and those behind are not sent", async () => {
  const { sent, send } = sqs([{ Failed: [{ Id: "3", Code: "InternalError", SenderFault: false }] }]);
  await expect(sendAll(send, "queue", messages(11))).rejects.toThrow("1 of 10 messages were not taken: InternalError");
  expect(sent).toHaveLength(1);
});

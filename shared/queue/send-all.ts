import type { Call, Input } from "../aws/operations.ts";

/** A message, and in how many seconds it is to come. */
export type Entry = Pick<NonNullable<Input<"sqs:SendMessageBatch">["Entries"]>[number], "MessageBody" | "DelaySeconds">;

/** So many are taken in one call. Source: Amazon SQS API Reference, SendMessageBatch. */
const atOnce = 10;

/** Sends messages in their order, in as few calls as there can be. @throws when one of them was not taken; then all are to be sent again */
export const sendAll = async (
  send: Call<"sqs:SendMessageBatch">,
  QueueUrl: string,
  messages: readonly Entry[],
): Promise<void> => {
  for (let at = 0; at < messages.length; at += atOnce) {
    const Entries = messages.slice(at, at + atOnce).map((message, index) => ({ Id: `${at + index}`, ...message }));
    const { Failed = [] } = await send("sqs:SendMessageBatch", { QueueUrl, Entries });
    const [first] = Failed;
    if (first) throw new Error(`${Failed.length} of ${Entries.length} messages were not taken: ${first.Code}`);
  }
};

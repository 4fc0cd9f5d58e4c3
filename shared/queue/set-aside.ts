import type { Call } from "../aws/operations.ts";
import type { Ledger } from "../ledger/table.ts";
import { noteUnreadable } from "../ledger/unreadable.ts";
import type { Message } from "./batch.ts";

/** Where messages go that nobody can read, and how people come to know. */
export interface Aside {
  readonly send: Call<"sqs:SendMessage">;
  readonly ledger: Ledger<"dynamodb:PutItem">;
  /** The queue that the message came from, for people. */
  readonly from: string;
  /** The URL of the queue that they are kept in. */
  readonly shelf: string;
}

/** Keeps a message that could not be read where people can look at it, and puts on record that they are to be told. Trying again would not help. */
export const setAside = async (
  { send, ledger, from, shelf }: Aside,
  { id, body }: Message,
  problem: string,
): Promise<void> => {
  await send("sqs:SendMessage", {
    QueueUrl: shelf,
    MessageBody: body,
    MessageAttributes: { problem: { DataType: "String", StringValue: problem } },
  });
  await noteUnreadable(ledger, { messageId: id, problem, queue: from });
};

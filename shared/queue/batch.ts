import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { Call } from "../aws/operations.ts";

/** One message, as far as those who handle it need it. */
export interface Message {
  readonly id: string;
  readonly body: string;
  /** It will not come again: what fails now goes to the dead-letter queue. */
  readonly lastTry: boolean;
}

/** Nothing is wrong, but it cannot be done yet: the message is to come again. Not worth a warning in the log. */
export class NotYet extends Error {
  override readonly name: string = "NotYet";
}

/** A failed message comes again after seconds, later after a minute: with 100 receives that makes an hour and a half. */
const retryAfterSeconds = (attempt: number): number => Math.min(Math.ceil(1.5 ** attempt), 60);

/**
 * Handles each message of a batch by itself. One that throws is reported to Lambda as failed, and only that one comes again;
 * the others are done with. Source: AWS Lambda Developer Guide, "Reporting batch item failures".
 * @param receives after how many receives the queue dead-letters a message, its redrive policy's maxReceiveCount
 * @param queue where the batch comes from, its URL
 */
export const eachMessage =
  (
    handle: (message: Message) => Promise<void>,
    { queue, receives, call }: { queue: string; receives: number; call: Call<"sqs:ChangeMessageVisibility"> },
  ) =>
  async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const one = async ({ messageId, body, receiptHandle, attributes }: SQSRecord): Promise<string | undefined> => {
      const attempt = Number(attributes.ApproximateReceiveCount);
      try {
        await handle({ id: messageId, body, lastTry: attempt >= receives });
        return undefined;
      } catch (error) {
        const { name, message } = error instanceof Error ? error : new Error(String(error));
        const said = { msg: "message failed", messageId, attempt, error: name, reason: message?.slice(0, 300) };
        if (error instanceof NotYet) console.info({ ...said, msg: "message comes again" });
        else console.warn(said);
        await call("sqs:ChangeMessageVisibility", {
          QueueUrl: queue,
          ReceiptHandle: receiptHandle,
          // After the last receive there is nothing to wait for before it is dead-lettered.
          VisibilityTimeout: attempt >= receives ? 0 : retryAfterSeconds(attempt),
        }).catch((failure: Error) => console.warn({ msg: "visibility not changed", messageId, error: failure.name }));
        return messageId;
      }
    };
    const failures = (await Promise.all(event.Records.map(one))).filter((id) => id !== undefined);
    return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
  };

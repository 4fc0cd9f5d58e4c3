import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { Call } from "../aws/operations.ts";

/** One message, as far as those who handle it need it. */
export interface Message {
  readonly id: string;
  readonly body: string;
  /** It will not come again: what fails now goes to the dead-letter queue. */
  readonly lastTry: boolean;
}

/** A failed message comes again after seconds, not after the queue's whole visibility time-out. */
const retryAfterSeconds = (attempt: number): number => Math.min(2 * 3 ** (attempt - 1), 180);

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
        console.warn({ msg: "message failed", messageId, attempt, error: name, reason: message?.slice(0, 300) });
        await call("sqs:ChangeMessageVisibility", {
          QueueUrl: queue,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: retryAfterSeconds(attempt),
        }).catch((failure: Error) => console.warn({ msg: "visibility not changed", messageId, error: failure.name }));
        return messageId;
      }
    };
    const failures = (await Promise.all(event.Records.map(one))).filter((id) => id !== undefined);
    return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
  };

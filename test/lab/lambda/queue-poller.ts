import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { EventSource } from "../stack/functions.ts";
import { failedIn } from "./batch-answer.ts";
import { matches } from "./pattern.ts";
import { type Poller, type PollerOptions, repeat } from "./poller.ts";

/** Lambda begins with five batches at once. */
const batchesAtOnce = 5;
/** A long poll ends at the first message; the longer it may last, the fewer calls there are. */
const longPollSeconds = 20;

export interface QueuePollerOptions extends PollerOptions {
  readonly queueUrl: string;
  /** Sees the queue without the function's role. */
  readonly observer: SQSClient;
}

/**
 * Reads a queue for a function as Lambda does: what it handled is deleted, what it failed on comes back after the
 * queue's visibility timeout.
 */
export const startQueuePoller = (options: QueuePollerOptions): Poller => {
  const { source, signal, queueUrl, observer } = options;
  const limit = Math.min(source.maximumConcurrency, batchesAtOnce);
  const batches = new Set<Promise<void>>();

  const round = async (): Promise<void> => {
    if (batches.size >= limit) await Promise.race(batches);
    if (signal.aborted) return;
    const messages = await receive(options);
    if (messages.length === 0) return;
    const batch = handle(options, messages)
      .catch((error: Error) =>
        options.onProblem(`${source.functionName} lost a batch of ${source.sourceArn}: ${error.message}`),
      )
      .finally(() => batches.delete(batch));
    batches.add(batch);
  };
  const isDone = async (): Promise<boolean> => {
    if (batches.size > 0) return false;
    const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
    const { Attributes } = await observer.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...names] }),
    );
    return batches.size === 0 && names.every((name) => Attributes?.[name] === "0");
  };
  return { isDone, ended: repeat(options, round).then(async () => void (await Promise.allSettled(batches))) };
};

/** One batch; a batching window is waited for only when the batch may exceed what one call gives. */
const receive = async ({ source, clients, queueUrl, signal }: QueuePollerOptions): Promise<readonly Message[]> => {
  const messages: Message[] = [];
  const windowSeconds = source.batchingWindowSeconds;
  const closes = Date.now() + windowSeconds * 1000;
  do {
    const command = new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: Math.min(10, source.batchSize - messages.length),
      WaitTimeSeconds: messages.length === 0 ? longPollSeconds : Math.min(1, windowSeconds),
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    });
    const { Messages = [] } = await clients.sqs.send(command, { abortSignal: signal });
    if (Messages.length === 0 && messages.length === 0) return [];
    messages.push(...Messages);
  } while (messages.length < source.batchSize && Date.now() < closes && !signal.aborted);
  return messages;
};

const handle = async (options: QueuePollerOptions, messages: readonly Message[]): Promise<void> => {
  const { source, region, invoke, signal } = options;
  const passing = messages.filter((message) => passes(message, source));
  await remove(
    options,
    messages.filter((message) => !passing.includes(message)),
  );
  if (passing.length === 0) return;
  const { answer } = await invoke({ Records: passing.map((message) => recordOf(message, source.sourceArn, region)) });
  // A function that was killed by the end of the lab has not failed.
  if (signal.aborted) return;
  const failed = failedIn(
    answer,
    passing.map(({ MessageId = "" }) => MessageId),
    source.reportsItemFailures,
  );
  if (failed !== "all")
    await remove(
      options,
      passing.filter(({ MessageId = "" }) => !failed.includes(MessageId)),
    );
};

const remove = async ({ clients, queueUrl }: QueuePollerOptions, messages: readonly Message[]): Promise<void> => {
  for (let start = 0; start < messages.length; start += 10) {
    const Entries = messages
      .slice(start, start + 10)
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    const { Failed = [] } = await clients.sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    if (Failed.length > 0) throw new Error(`messages could not be deleted: ${JSON.stringify(Failed)}`);
  }
};

/** A filter on the body of a message works on its JSON; other bodies are compared as text. */
const passes = ({ Body = "" }: Message, { filters }: EventSource): boolean => {
  if (filters.length === 0) return true;
  const event = { body: asJson(Body) };
  return filters.some((filter) => matches(filter, event));
};

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** A message as Lambda hands it to a function. Source: Lambda Developer Guide, "Using Lambda with Amazon SQS". */
const recordOf = (message: Message, eventSourceARN: string, awsRegion: string) => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes ?? {},
  messageAttributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, attributeOf(value)]),
  ),
  ...(message.MD5OfMessageAttributes && { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
  md5OfBody: message.MD5OfBody,
  eventSource: "aws:sqs",
  eventSourceARN,
  awsRegion,
});

const attributeOf = ({ StringValue, BinaryValue, DataType }: MessageAttributeValue) => ({
  ...(StringValue !== undefined && { stringValue: StringValue }),
  ...(BinaryValue !== undefined && { binaryValue: Buffer.from(BinaryValue).toString("base64") }),
  stringListValues: [],
  binaryListValues: [],
  dataType: DataType,
});

import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { failedIn } from "./batch-answer.ts";
import { pause } from "./poller.ts";
import type { StreamPollerOptions } from "./stream-poller.ts";
import type { StreamRecord } from "./stream-record.ts";

/** Lambda waits longer and longer between the attempts; the lab does so on a smaller scale. */
const firstPauseMs = 100;
const longestPauseMs = 2000;

interface Attempt {
  readonly shardId: string;
  readonly records: readonly StreamRecord[];
  readonly retries: number;
}

/**
 * Hands records to the function until they are handled or given up, as an event source mapping on a stream does:
 * from the first failed record on, in halves if the mapping says so, as often as it says, then to its destination.
 */
export const handleBatch = async (
  options: StreamPollerOptions,
  shardId: string,
  batch: readonly StreamRecord[],
): Promise<void> => {
  const waiting: Attempt[] = [{ shardId, records: batch, retries: 0 }];
  for (let attempt = waiting.shift(); attempt !== undefined && !options.signal.aborted; attempt = waiting.shift()) {
    waiting.unshift(...(await tryOnce(options, attempt)));
  }
};

/** What remains to be done of it afterwards. */
const tryOnce = async (options: StreamPollerOptions, attempt: Attempt): Promise<readonly Attempt[]> => {
  const { source, invoke, signal } = options;
  const { records, retries } = attempt;
  if (source.maximumRecordAgeSeconds >= 0 && records.some((record) => ageOf(record) > source.maximumRecordAgeSeconds)) {
    return await giveUp(options, attempt, "RecordAgeExceeded", "");
  }
  const { requestId, answer } = await invoke({ Records: records });
  if (signal.aborted) return [];
  const sequence = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
  const failed = failedIn(answer, sequence, source.reportsItemFailures);
  if (failed !== "all" && failed.length === 0) return [];

  const first = failed === "all" ? 0 : Math.min(...failed.map((number) => sequence.indexOf(number)));
  const rest = { ...attempt, records: records.slice(first) };
  // Splitting does not count as a retry.
  if (source.bisectsOnError && rest.records.length > 1) {
    const middle = failed === "all" ? Math.ceil(rest.records.length / 2) : rest.records.length;
    const halves = [rest.records.slice(0, middle), rest.records.slice(middle)].filter((half) => half.length > 0);
    if (halves.length > 1 || first > 0) return halves.map((half) => ({ ...rest, records: half }));
  }
  if (source.maximumRetryAttempts >= 0 && retries >= source.maximumRetryAttempts) {
    return await giveUp(options, rest, "RetryAttemptsExhausted", requestId);
  }
  await pause(Math.min(longestPauseMs, firstPauseMs * 2 ** retries), signal);
  return [{ ...rest, retries: retries + 1 }];
};

const ageOf = ({ dynamodb }: StreamRecord): number => Date.now() / 1000 - dynamodb.ApproximateCreationDateTime;

/** Source of the message: Lambda Developer Guide, "Retaining discarded batches" of a DynamoDB event source. */
const giveUp = async (
  options: StreamPollerOptions,
  attempt: Attempt,
  condition: string,
  requestId: string,
): Promise<readonly Attempt[]> => {
  const { source, clients, functionArn, queueUrlOf, onProblem } = options;
  const { records, shardId, retries } = attempt;
  onProblem(`${source.functionName} gave up ${records.length} record(s) of ${source.sourceArn}: ${condition}`);
  if (source.onFailureArn === undefined) return [];
  const arrivals = records.map(({ dynamodb }) => new Date(dynamodb.ApproximateCreationDateTime * 1000).toISOString());
  const message = {
    requestContext: { requestId, functionArn, condition, approximateInvokeCount: retries + 1 },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    version: "1.0",
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
      endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrivals[0],
      approximateArrivalOfLastRecord: arrivals.at(-1),
      batchSize: records.length,
      streamArn: source.sourceArn,
    },
  };
  const QueueUrl = await queueUrlOf(source.onFailureArn);
  await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }));
  return [];
};

/**
 * What it costs by list prices of us-east-1, in US dollars. The prices are those that AWS's price pages showed when this was written;
 * look them up before you rely on them.
 */
const price = {
  /** A million events of AWS services on the default bus, delivered to a queue in the account. */
  eventsPerMillion: 0,
  /** A million requests to a standard queue. */
  sqsPerMillion: 0.4,
  lambdaPerMillion: 0.2,
  /** A gigabyte for a second, arm64. */
  lambdaPerGbSecond: 0.0000133334,
  /** A million units of reading, on demand; one read consistently of up to 4 KB is one. */
  dynamodbReadsPerMillion: 0.125,
  kmsKeyPerMonth: 1,
  alarmPerMonth: 0.1,
} as const;

/** detect, as serverless.yml has it. */
const gigabytes = 0.5;
/** Taken for an irrelevant event; what is measured warm lies below. */
const secondsPerEvent = 0.005;
/** An event comes to detect with up to so many others. */
const batch = 10;

const perMillionEvents =
  price.eventsPerMillion +
  // Put by EventBridge (free), received and deleted in batches.
  (2 / batch) * price.sqsPerMillion +
  (1 / batch) * price.lambdaPerMillion +
  1_000_000 * secondsPerEvent * gigabytes * price.lambdaPerGbSecond;

const alarms = 16;
const alarmsPerStream = 4;
const idlePerMonth = price.kmsKeyPerMonth + alarms * price.alarmPerMonth;

const rounded = (dollars: number): number => Number(dollars.toFixed(2));

export interface Cost {
  readonly perMillionIrrelevantEvents: number;
  readonly idlePerMonth: number;
  readonly idlePerStreamAndMonth: number;
  readonly formulas: readonly string[];
}

export const costs: Cost = {
  perMillionIrrelevantEvents: rounded(perMillionEvents),
  idlePerMonth: rounded(idlePerMonth),
  idlePerStreamAndMonth: rounded(alarmsPerStream * price.alarmPerMonth),
  formulas: [
    `a million irrelevant write events: 2 / ${batch} × ${price.sqsPerMillion} (SQS) + 1 / ${batch} × ${price.lambdaPerMillion} (Lambda, requests) + 1,000,000 × ${secondsPerEvent} s × ${gigabytes} GB × ${price.lambdaPerGbSecond} (Lambda, time)`,
    `idle, a month: ${price.kmsKeyPerMonth} (KMS key) + ${alarms} × ${price.alarmPerMonth} (alarms)`,
    `for each stream, a month: ${alarmsPerStream} × ${price.alarmPerMonth} (alarms)`,
  ],
};

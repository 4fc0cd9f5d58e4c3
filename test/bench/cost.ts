import { batchSize } from "../../shared/replay/distributed/stretches.ts";

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
  s3GetsPerMillion: 0.4,
  /** PUT and LIST. */
  s3PutsPerMillion: 5,
  /** Step Functions, express. */
  workflowsPerMillion: 1,
  workflowPerGbSecond: 0.00001667,
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

/** Taken for a file of a busy account: a trail writes one every five minutes for each Region, packed. */
const objectBytes = 100_000;
/** `read`, as serverless.replay.yml has it: one processor. */
const readGigabytes = 1.728;
/** What an express workflow of little data is charged for. */
const workflowGigabytes = 0.0625;
const terabyte = 1e12;

/** Each object is listed twice, by whoever plans and by whoever reads it; each batch is one run of each, and one object of results. */
const perTerabyte = (packedBytesPerSecond: number) => {
  const seconds = terabyte / packedBytesPerSecond;
  const objects = terabyte / objectBytes;
  const batches = Math.max(objects / batchSize.objects, terabyte / batchSize.bytes);
  const million = 1e6;
  const parts = {
    "S3, getting": (objects / million) * price.s3GetsPerMillion,
    "S3, listing and putting": (((2 * objects) / 1_000 + batches) / million) * price.s3PutsPerMillion,
    "Step Functions":
      (batches / million) * price.workflowsPerMillion + seconds * workflowGigabytes * price.workflowPerGbSecond,
    Lambda: (batches / million) * price.lambdaPerMillion + seconds * readGigabytes * price.lambdaPerGbSecond,
  };
  return { seconds, objects, batches, parts, all: Object.values(parts).reduce((sum, one) => sum + one, 0) };
};

const rounded = (dollars: number): number => Number(dollars.toFixed(2));

export interface Cost {
  readonly perMillionIrrelevantEvents: number;
  readonly idlePerMonth: number;
  readonly idlePerStreamAndMonth: number;
  /** A terabyte of packed log files, replayed on AWS. */
  readonly perTerabyteReplayed: number;
  readonly formulas: readonly string[];
}

/** @param packedBytesPerSecond how fast one processor reads packed log files, as measured here */
export const costsAt = (packedBytesPerSecond: number): Cost => {
  const { seconds, objects, batches, parts, all } = perTerabyte(packedBytesPerSecond);
  const summed = Object.entries(parts)
    .map(([what, dollars]) => `${rounded(dollars)} (${what})`)
    .join(" + ");
  return {
    perMillionIrrelevantEvents: rounded(perMillionEvents),
    idlePerMonth: rounded(idlePerMonth),
    idlePerStreamAndMonth: rounded(alarmsPerStream * price.alarmPerMonth),
    perTerabyteReplayed: rounded(all),
    formulas: [
      `a million irrelevant write events: 2 / ${batch} × ${price.sqsPerMillion} (SQS) + 1 / ${batch} × ${price.lambdaPerMillion} (Lambda, requests) + 1,000,000 × ${secondsPerEvent} s × ${gigabytes} GB × ${price.lambdaPerGbSecond} (Lambda, time)`,
      `idle, a month: ${price.kmsKeyPerMonth} (KMS key) + ${alarms} × ${price.alarmPerMonth} (alarms)`,
      `for each stream, a month: ${alarmsPerStream} × ${price.alarmPerMonth} (alarms)`,
      `a terabyte of packed log files, replayed on AWS: ${summed}. That is ${objects.toLocaleString("en")} objects of ${objectBytes / 1000} kB in ${batches.toLocaleString("en")} batches, read at ${Math.round(packedBytesPerSecond / 1e6)} MB/s for each processor, as measured above, in ${Math.round(seconds).toLocaleString("en")} s of functions of ${readGigabytes} GB and of workflows of ${workflowGigabytes} GB; prices of a million: ${price.s3GetsPerMillion} (GET), ${price.s3PutsPerMillion} (PUT, LIST), ${price.workflowsPerMillion} (express workflows), ${price.lambdaPerMillion} (Lambda); of a gigabyte and second: ${price.workflowPerGbSecond} (workflows), ${price.lambdaPerGbSecond} (Lambda)`,
    ],
  };
};

import type { StreamSettings } from "../../baseline/stream-settings.ts";
import type { Watched } from "../alarm.ts";

/**
 * What CloudWatch watches of a stream. There is no metric for each caller: a reader who calls five times a second uses up a shard
 * for all others, and shows only in that these are refused.
 * Source: Kinesis Data Streams Developer Guide, "Monitor the Amazon Kinesis Data Streams service with Amazon CloudWatch".
 */
const throttled = ({ alarms }: StreamSettings): number => alarms?.throttledPerMinute ?? 60;

/** CloudFormation takes so many characters of a query. */
const longestQuery = 1_024;

/** Source: CloudWatch User Guide, "Metrics Insights query components and syntax". A name has no quotes in it. */
const strangersBytes = (stream: string, consumers: readonly string[]): string =>
  [
    `SELECT SUM("SubscribeToShardEvent.Bytes") FROM SCHEMA("AWS/Kinesis", ConsumerName, StreamName)`,
    `WHERE StreamName = '${stream}'`,
    ...consumers.map((name) => `AND ConsumerName != '${name}'`),
  ].join(" ");

const reads = ["GetRecords", "GetShardIterator"];

export const streamAlarms: readonly Watched[] = [
  {
    id: "reads-throttled",
    says: "Calls that read the stream are refused: more is asked of it than it gives.",
    measure: (declared) => ({
      metric: "ReadProvisionedThroughputExceeded",
      statistic: "Sum",
      above: throttled(declared),
    }),
    minutes: { bad: 3, of: 5 },
    setting: { name: "streams[].alarms.throttledPerMinute", otherwise: "60 refused calls" },
    calls: reads,
    expected: "consumers",
    fewest: 50,
  },
  {
    id: "writes-throttled",
    says: "Records are refused by the stream: more is written than it takes.",
    measure: (declared) => ({
      metric: "WriteProvisionedThroughputExceeded",
      statistic: "Sum",
      above: throttled(declared),
    }),
    minutes: { bad: 3, of: 5 },
    setting: { name: "streams[].alarms.throttledPerMinute", otherwise: "60 refused records" },
    calls: ["PutRecord", "PutRecords"],
    expected: "producers",
    fewest: 50,
  },
  {
    id: "readers-behind",
    says: "A reader of the stream is far behind what is written.",
    measure: ({ alarms }) => ({
      metric: "GetRecords.IteratorAgeMilliseconds",
      statistic: "Maximum",
      above: (alarms?.iteratorAgeMinutes ?? 30) * 60_000,
    }),
    minutes: { bad: 5, of: 5 },
    setting: { name: "streams[].alarms.iteratorAgeMinutes", otherwise: "30 minutes" },
    calls: reads,
    expected: "consumers",
    fewest: 50,
  },
  {
    id: "unknown-consumer",
    says: "Records go to an enhanced fan-out consumer that is none of the registeredConsumers in lockkeeper.yml.",
    measure: ({ name, registeredConsumers }) => {
      const query = registeredConsumers && strangersBytes(name, registeredConsumers);
      return query === undefined || query.length > longestQuery ? undefined : { query, above: 0 };
    },
    minutes: { bad: 1, of: 1 },
    calls: ["SubscribeToShard"],
    expected: "consumers",
    fewest: 1,
  },
];

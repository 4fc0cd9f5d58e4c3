import type { TrailRecord } from "../cloudtrail/types.ts";
import type { Moto } from "./moto.ts";

/** How long an event is on its way, in ms; several numbers deliver it several times. */
export type DeliveryDelay =
  | number
  | readonly (number | readonly number[])[]
  | ((record: TrailRecord, index: number) => number | readonly number[]);

export interface Undelivered {
  readonly record: TrailRecord;
  readonly reason: string;
}

/** Brings records to the default bus as CloudTrail does. */
export interface Delivery {
  /** Takes a record on its way; returns at once. Without delay, events arrive in the order of the records. */
  readonly send: (record: TrailRecord) => void;
  /** Delivers a record now, whether it was delivered before or not. */
  readonly again: (record: TrailRecord) => Promise<void>;
  /** Keeps back all that is not delivered yet, until the function that it returns is called. */
  readonly hold: () => () => void;
  readonly settled: () => Promise<void>;
  readonly undelivered: () => readonly Undelivered[];
  /** Drops what is still waiting for its time. */
  readonly stop: () => void;
}

export interface DeliveryOptions {
  readonly moto: Moto;
  readonly delay: DeliveryDelay;
  /** Told of every event that the bus did not take. */
  readonly report: (failure: Undelivered) => void;
}

export const openDelivery = ({ moto, delay, report }: DeliveryOptions): Delivery => {
  const failures: Undelivered[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const idle: (() => void)[] = [];
  let pending = 0;
  let index = 0;
  let line: Promise<void> = Promise.resolve();

  const finish = () => {
    pending -= 1;
    if (pending === 0) for (const resolve of idle.splice(0)) resolve();
  };
  const put = async (record: TrailRecord) => {
    const reason = await putEvent(moto, record).catch(String);
    if (reason === undefined) return;
    failures.push({ record, reason });
    report({ record, reason });
  };
  const enqueue = (record: TrailRecord): Promise<void> => {
    line = line.then(() => put(record)).finally(finish);
    return line;
  };
  const later = (record: TrailRecord, ms: number) => {
    pending += 1;
    if (ms <= 0) {
      void enqueue(record);
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      void enqueue(record);
    }, ms);
    timers.add(timer);
  };

  return {
    send: (record) => {
      for (const ms of [delayOf(delay, record, index++)].flat()) later(record, ms);
    },
    again: (record) => {
      pending += 1;
      return enqueue(record);
    },
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      line = line.then(() => promise);
      return resolve;
    },
    settled: () => (pending === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
    undelivered: () => [...failures],
    stop: () => {
      for (const timer of timers) {
        clearTimeout(timer);
        finish();
      }
      timers.clear();
    },
  };
};

const delayOf = (delay: DeliveryDelay, record: TrailRecord, index: number): number | readonly number[] => {
  if (typeof delay === "number") return delay;
  return typeof delay === "function" ? delay(record, index) : (delay[index % delay.length] ?? 0);
};

/** Puts the event; the reason when the bus did not take it. */
const putEvent = async (moto: Moto, record: TrailRecord): Promise<string | undefined> => {
  const entry = {
    Source: `aws.${record.eventSource.split(".")[0]}`,
    DetailType: "AWS API Call via CloudTrail",
    Detail: JSON.stringify(record),
    Resources: [],
    Time: Date.parse(record.eventTime) / 1000,
  };
  const outcome = await moto.call("events", "PutEvents", { Entries: [entry] }, record.awsRegion);
  if (!outcome.ok) return `${outcome.code}: ${outcome.message}`;
  if (outcome.output.FailedEntryCount === 0 || outcome.output.FailedEntryCount === undefined) return undefined;
  return `refused: ${JSON.stringify(outcome.output.Entries)}`;
};

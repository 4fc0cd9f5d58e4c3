import type { TrailRecord } from "./types.ts";

/** All records of the lab, newest last. */
export interface Trail {
  readonly records: () => readonly TrailRecord[];
  /** When the call was answered, Unix milliseconds: records themselves know whole seconds only. */
  readonly at: (record: TrailRecord) => number;
  /** Resolves with the first record, past or coming, that fits; rejects after `ms` milliseconds without one. */
  readonly waitFor: (fits: (record: TrailRecord) => boolean, ms?: number) => Promise<TrailRecord>;
}

/** A trail and the way to write to it. */
export const openTrail = (): { readonly trail: Trail; readonly append: (record: TrailRecord) => void } => {
  const records: TrailRecord[] = [];
  const times = new WeakMap<TrailRecord, number>();
  const waiting = new Set<(record: TrailRecord) => void>();
  const append = (record: TrailRecord) => {
    records.push(record);
    times.set(record, Date.now());
    for (const tell of waiting) tell(record);
  };
  const waitFor: Trail["waitFor"] = (fits, ms = 5000) => {
    const known = records.find(fits);
    if (known) return Promise.resolve(known);
    return new Promise((resolve, reject) => {
      const tell = (record: TrailRecord) => {
        if (!fits(record)) return;
        clearTimeout(timer);
        waiting.delete(tell);
        resolve(record);
      };
      const timer = setTimeout(() => {
        waiting.delete(tell);
        reject(new Error(`no such record within ${ms} ms; ${records.length} others were written`));
      }, ms);
      waiting.add(tell);
    });
  };
  return { trail: { records: () => [...records], at: (record) => times.get(record) ?? Number.NaN, waitFor }, append };
};

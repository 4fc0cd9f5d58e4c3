/** The windows of the ledger, kept in memory and by the times of the events: a replay asks no table, and knows no now. */
export interface Windows {
  /** Adds a thing to a window at a time; how many different ones came in the last `seconds`, or a little longer. */
  readonly distinct: (window: string, thing: string, seconds: number, at: number) => number;
  /** Whether something is seen for the first time in this stretch of so many seconds. */
  readonly first: (what: string, seconds: number, at: number) => boolean;
}

/** What is older than this many stretches is forgotten: records come out of order by minutes, not by hours. */
const kept = 4;
/** As in the ledger: more make no difference. */
const most = 100;

/** Source of the stretches: `shared/ledger/window.ts`, which counts in the same way. @param at milliseconds */
export const openWindows = (): Windows => {
  const things = new Map<string, Map<number, Set<string>>>();
  const seen = new Map<string, Set<number>>();
  const stretchesOf = (window: string) => {
    const found = things.get(window);
    if (found) return found;
    const made = new Map<number, Set<string>>();
    things.set(window, made);
    return made;
  };
  return {
    distinct: (window, thing, seconds, at) => {
      const stretch = Math.floor(at / 1000 / seconds);
      const stretches = stretchesOf(window);
      const now = stretches.get(stretch) ?? new Set<string>();
      stretches.set(stretch, now);
      if (now.size < most) now.add(thing);
      for (const old of stretches.keys()) if (old < stretch - kept) stretches.delete(old);
      return new Set([...(stretches.get(stretch - 1) ?? []), ...now]).size;
    },
    first: (what, seconds, at) => {
      const stretch = Math.floor(at / 1000 / seconds);
      const found = seen.get(what) ?? new Set<number>();
      seen.set(what, found);
      const isFirst = !found.has(stretch);
      found.add(stretch);
      for (const old of found) if (old < stretch - kept) found.delete(old);
      return isFirst;
    },
  };
};

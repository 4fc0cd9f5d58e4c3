/** Wakes whoever waits, or is about to wait: a ring is never missed. */
export interface Bell {
  readonly ring: () => void;
  /** How often it has rung; to be taken before the look after which one waits. */
  readonly rings: () => number;
  /** Resolves once it has rung more often than `rings`, after `ms`, or at the signal. */
  readonly wait: (rings: number, ms: number, signal: AbortSignal) => Promise<void>;
}

export const hangBell = (): Bell => {
  let rung = 0;
  const waiting = new Set<() => void>();
  return {
    ring: () => {
      rung++;
      for (const wake of waiting) wake();
    },
    rings: () => rung,
    wait: (rings, ms, signal) =>
      new Promise((resolve) => {
        if (rung > rings || signal.aborted) return resolve();
        const wake = (): void => {
          clearTimeout(timer);
          signal.removeEventListener("abort", wake);
          waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        signal.addEventListener("abort", wake);
        waiting.add(wake);
      }),
  };
};

import { setTimeout as sleep } from "node:timers/promises";

/** Looks again and again until something is so. Resolves with the time at which it was seen, or undefined after `ms`. */
export const seenAt = async (is: () => Promise<boolean>, ms: number, every = 50): Promise<number | undefined> => {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    if (await is()) return Date.now();
    await sleep(every);
  }
  return undefined;
};

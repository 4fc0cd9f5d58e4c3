import { setTimeout as sleep } from "node:timers/promises";

/** Waits until something is so, for the attacker who watches; gives up after some seconds. */
export const until = async (is: () => Promise<boolean>, seconds = 20): Promise<boolean> => {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    if (await is()) return true;
    await sleep(200);
  }
  return false;
};

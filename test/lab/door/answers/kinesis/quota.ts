import type { StreamState } from "./state.ts";
import { limitExceeded } from "./stream.ts";

const day = 24 * 60 * 60 * 1000;

/** Throws LimitExceededException when this was done so often in the last 24 hours. */
export const requireQuota = ({ done }: StreamState, operation: string, quota: number, message: string): void => {
  const recent = (done.get(operation) ?? []).filter((time) => time > Date.now() - day);
  if (recent.length >= quota) throw limitExceeded(message);
};

export const count = ({ done }: StreamState, operation: string): void => {
  done.set(operation, [...(done.get(operation) ?? []), Date.now()]);
};

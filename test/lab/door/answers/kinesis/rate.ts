import { limitExceeded } from "./stream.ts";

/** Calls that share a limit with all others of their name in the account. Source: Kinesis Developer Guide, "Quotas and limits". */
const limited = /^(Put|Get|Delete)ResourcePolicy$/;

/** A check that throws LimitExceededException for the call beyond `tps` in one second; none without it. */
export const openRate = (tps: number | undefined) => {
  const made = new Map<string, readonly number[]>();
  return (operation: string, account: string, region: string): void => {
    if (tps === undefined || !limited.test(operation)) return;
    const key = `${account} ${region} ${operation}`;
    const recent = (made.get(key) ?? []).filter((time) => time > Date.now() - 1000);
    if (recent.length >= tps) throw limitExceeded(`Rate exceeded for account ${account}.`);
    made.set(key, [...recent, Date.now()]);
  };
};

import { Refused } from "./refused.ts";

const most = 90;
const dayMs = 86_400_000;
const units = { d: dayMs, h: 3_600_000 };

/**
 * When something ends.
 * @param said a date, a time in UTC, or a span from now such as `7d` or `12h`
 * @param option what it was given as, `exempt: --until`
 * @throws Refused
 */
export const endOf = (said: string, now: Date, option = "exempt: --until"): string => {
  const [, count, unit] = /^(\d{1,4})([dh])$/.exec(said) ?? [];
  const isDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z)?$/.test(said);
  const end = unit ? now.getTime() + Number(count) * units[unit as "d" | "h"] : isDate ? Date.parse(said) : Number.NaN;
  if (Number.isNaN(end)) throw new Refused(`${option}: expected a date such as 2026-11-25, a time in UTC, 7d or 12h`);
  if (end <= now.getTime()) throw new Refused(`${option}: expected a time that is still to come`);
  if (end > now.getTime() + most * dayMs)
    throw new Refused(`${option}: expected at most ${most} days from now; what is to stay belongs in lockkeeper.yml`);
  return new Date(end).toISOString();
};

import type { Settings } from "../baseline/settings.ts";
import { activities, drifts } from "../detections/index.ts";
import { openJudge, type Replayed, type Unjudged } from "./judge.ts";
import type { Problem, ReadSource } from "./reader.ts";

/** What a replay came to. */
export interface Replay {
  readonly files: number;
  /** All that were found, of whatever service; those that came twice once. */
  readonly records: number;
  /** How many of those that could matter came again under the same event id. */
  readonly duplicates: number;
  readonly problems: readonly Problem[];
  /** The times of the first and the last call that could matter. */
  readonly period?: { readonly from: string; readonly to: string };
  readonly accounts: readonly string[];
  readonly findings: readonly Replayed[];
  readonly unjudged: readonly Unjudged[];
  readonly seconds: number;
}

/** Judges what was read, in the order of its time; what came several times, once. */
export const judgeAll = async (
  read: readonly ReadSource[],
  settings: Settings,
): Promise<Omit<Replay, "files" | "seconds">> => {
  const calls = new Map(read.flatMap((one) => one.calls.map((call) => [call.eventID, call] as const)));
  const duplicates = read.reduce((sum, one) => sum + one.calls.length, 0) - calls.size;
  const inOrder = [...calls.values()].sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
  const { judge } = openJudge({ settings, drifts, activities });
  const findings: Replayed[] = [];
  const unjudged: Unjudged[] = [];
  for (const call of inOrder) {
    const judged = await judge(call);
    findings.push(...judged.findings);
    unjudged.push(...judged.unjudged);
  }
  const [first, last] = [inOrder[0], inOrder.at(-1)];
  return {
    records: read.reduce((sum, { records }) => sum + records, 0) - duplicates,
    duplicates,
    problems: read.flatMap(({ problems }) => problems),
    ...(first && last ? { period: { from: first.time, to: last.time } } : {}),
    accounts: [...new Set(inOrder.map(({ account }) => account))].sort(),
    findings,
    unjudged,
  };
};

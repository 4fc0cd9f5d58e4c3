import type { Settings } from "../baseline/settings.ts";
import type { ApiCall } from "../cloudtrail/api-call.ts";
import type { AnyActivity } from "../detections/detection.ts";
import { activities, drifts } from "../detections/index.ts";
import { openJudge, type Replayed, type Unjudged } from "./judge.ts";
import { type Interest, readFast } from "./read.ts";
import { bytesOf, type Source } from "./sources.ts";
import { slicesIn } from "./split.ts";

/** Which records are looked at. Times are ISO 8601. */
export interface Filter {
  readonly from?: string;
  readonly to?: string;
  readonly accounts?: readonly string[];
}

/** What could not be used, and where it stands. */
export interface Problem {
  readonly source: string;
  readonly line: number;
  readonly problem: string;
}

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

/** The services whose calls are looked at, by drifts and by activities. */
const watched: readonly AnyActivity[] = activities;
export const interest: Interest = {
  services: [
    ...new Set([...drifts.flatMap(({ of }) => of.services), ...watched.flatMap(({ services = [] }) => services)]),
  ],
};

const passes = ({ from, to, accounts }: Filter, { time, account }: ApiCall): boolean =>
  (from === undefined || Date.parse(time) >= Date.parse(from)) &&
  (to === undefined || Date.parse(time) < Date.parse(to)) &&
  (accounts === undefined || accounts.includes(account));

/** What is read of the sources: the calls that could matter, once each, and the counts of all. */
const readAll = async (sources: readonly Source[], filter: Filter, progress: (line: string) => void) => {
  const calls = new Map<string, ApiCall>();
  const problems: Problem[] = [];
  const counts = { records: 0, duplicates: 0 };
  let told = Date.now();
  for (const [at, source] of sources.entries()) {
    try {
      for await (const slices of slicesIn(bytesOf(source)))
        for (const slice of slices) {
          if ("problem" in slice) {
            problems.push({ source: source.name, ...slice });
            continue;
          }
          const read = readFast(slice, interest);
          if (read.kind === "unreadable")
            problems.push({ source: source.name, line: slice.line, problem: read.problem });
          else counts.records += 1;
          if (read.kind !== "call" || !passes(filter, read.call)) continue;
          if (calls.has(read.call.eventID))
            [counts.duplicates, counts.records] = [counts.duplicates + 1, counts.records - 1];
          calls.set(read.call.eventID, read.call);
        }
    } catch (error) {
      problems.push({ source: source.name, line: 0, problem: (error as Error).message });
    }
    if (Date.now() - told > 2_000) {
      told = Date.now();
      progress(`${at + 1} of ${sources.length} files, ${counts.records} records, ${calls.size} of them to be judged`);
    }
  }
  return { calls: [...calls.values()], problems, ...counts };
};

/** Reads archives, and judges what could matter in the order of its time. */
export const replay = async (
  sources: readonly Source[],
  settings: Settings,
  filter: Filter = {},
  progress: (line: string) => void = () => {},
): Promise<Replay> => {
  const began = performance.now();
  const { calls, problems, records, duplicates } = await readAll(sources, filter, progress);
  const inOrder = calls.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time));
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
    files: sources.length,
    records,
    duplicates,
    problems,
    ...(first && last ? { period: { from: first.time, to: last.time } } : {}),
    accounts: [...new Set(inOrder.map(({ account }) => account))].sort(),
    findings,
    unjudged,
    seconds: (performance.now() - began) / 1000,
  };
};

import type { Settings } from "../baseline/settings.ts";
import { activities, drifts } from "../detections/index.ts";
import { openJudge, type Replayed, type Unjudged } from "./judge.ts";
import type { Filter, Problem, ReadSource } from "./reader.ts";
import type { Source } from "./sources.ts";
import { readSources } from "./workers.ts";

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

/** What is read of the sources: the calls that could matter, once each, and the counts of all. Whatever came first, what counts is the order of the sources. */
const readAll = async (
  sources: readonly Source[],
  settings: Settings,
  { filter = {}, progress = () => {}, threads }: Options,
) => {
  const read: ReadSource[] = [];
  let [files, records, kept, told] = [0, 0, 0, Date.now()];
  for await (const [place, one] of readSources(sources, settings, filter, threads)) {
    read[place] = one;
    files += 1;
    records += one.records;
    kept += one.calls.length;
    if (Date.now() - told < 2_000) continue;
    told = Date.now();
    progress(`${files} of ${sources.length} files, ${records} records, ${kept} of them to be judged`);
  }
  const calls = new Map(read.flatMap((one) => one.calls.map((call) => [call.eventID, call] as const)));
  const duplicates = kept - calls.size;
  const problems = read.flatMap((one) => one.problems);
  return { calls: [...calls.values()], problems, records: records - duplicates, duplicates };
};

export interface Options {
  readonly filter?: Filter;
  readonly progress?: (line: string) => void;
  /** How many threads read; as many as there are processors, if left out. */
  readonly threads?: number;
}

/** Reads archives, and judges what could matter in the order of its time. */
export const replay = async (
  sources: readonly Source[],
  settings: Settings,
  options: Options = {},
): Promise<Replay> => {
  const began = performance.now();
  const { calls, problems, records, duplicates } = await readAll(sources, settings, options);
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

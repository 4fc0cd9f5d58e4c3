import type { Settings } from "../baseline/settings.ts";
import { judgeAll, type Replay } from "./judge-all.ts";
import type { Filter, ReadSource } from "./reader.ts";
import type { Source } from "./sources.ts";
import { readSources } from "./workers.ts";

export interface Options {
  readonly filter?: Filter;
  readonly progress?: (line: string) => void;
  /** How many threads read; as many as there are processors, if left out. */
  readonly threads?: number;
}

/** What is read of the sources. Whatever came first, what counts is the order of the sources. */
const readAll = async (
  sources: readonly Source[],
  settings: Settings,
  { filter = {}, progress = () => {}, threads }: Options,
): Promise<readonly ReadSource[]> => {
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
  return read;
};

/** Reads archives, and judges what could matter in the order of its time. */
export const replay = async (
  sources: readonly Source[],
  settings: Settings,
  options: Options = {},
): Promise<Replay> => {
  const began = performance.now();
  const judged = await judgeAll(await readAll(sources, settings, options), settings);
  return { ...judged, files: sources.length, seconds: (performance.now() - began) / 1000 };
};

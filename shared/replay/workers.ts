import { once } from "node:events";
import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Settings } from "../baseline/settings.ts";
import { type Filter, type ReadSource, readSource } from "./reader.ts";
import { fileSource, type Source } from "./sources.ts";

/** With fewer bytes than this, starting threads takes longer than it saves. */
const worthIt = 32_000_000;

/** Reads one file after the other, here or on a thread of its own. */
interface Reader {
  readonly read: (path: string) => Promise<ReadSource>;
  readonly end: () => Promise<unknown>;
}

type Data = { readonly settings: Settings; readonly filter: Filter };

const here = ({ settings, filter }: Data): Reader => ({
  read: (path) => readSource(fileSource(path), settings, filter),
  end: () => Promise.resolve(),
});

const onThread = (data: Data): Reader => {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: data });
  return {
    read: async (path) => {
      const answered = once(worker, "message");
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin.
      worker.postMessage(path);
      const [read] = await answered;
      return read as ReadSource;
    },
    end: () => worker.terminate(),
  };
};

/**
 * Each file on the first thread that is free; this one is one of them, since it has all that it needs while others are still starting.
 * Gives out what is in each file as it comes, in any order, with its place among the files.
 */
async function* onThreads(
  paths: readonly string[],
  threads: number,
  data: Data,
): AsyncIterable<readonly [place: number, read: ReadSource]> {
  const readers = [...Array.from({ length: threads - 1 }, () => onThread(data)), here(data)];
  type Answer = readonly [reader: Reader, place: number, read: ReadSource];
  const busy = new Map<Reader, Promise<Answer>>();
  let next = 0;
  const give = (reader: Reader): void => {
    const place = next;
    if (place >= paths.length) return;
    next += 1;
    busy.set(
      reader,
      reader.read(paths[place] ?? "").then((read): Answer => [reader, place, read]),
    );
  };
  try {
    readers.forEach(give);
    while (busy.size > 0) {
      const [reader, place, read] = await Promise.race(busy.values());
      busy.delete(reader);
      give(reader);
      yield [place, read];
    }
  } finally {
    await Promise.all(readers.map((reader) => reader.end()));
  }
}

/**
 * Reads all sources: files on as many threads as there are processors, everything else here. Gives out what is in each as it comes, with
 * its place among the sources.
 * @param threads how many; 1: all in this thread
 */
export async function* readSources(
  sources: readonly Source[],
  settings: Settings,
  filter: Filter,
  threads = availableParallelism(),
): AsyncIterable<readonly [place: number, read: ReadSource]> {
  const places = sources.flatMap(({ path }, place) => (path === undefined ? [] : [place]));
  const paths = places.map((place) => sources[place]?.path ?? "");
  const bytes = paths.reduce((sum, path) => sum + statSync(path).size, 0);
  const isShared = threads > 1 && paths.length > 1 && bytes >= worthIt;
  if (isShared) {
    const data = { settings, filter };
    for await (const [at, read] of onThreads(paths, Math.min(threads, paths.length), data))
      yield [places[at] ?? 0, read];
  }
  for (const [place, source] of sources.entries())
    if (!isShared || source.path === undefined) yield [place, await readSource(source, settings, filter)];
}

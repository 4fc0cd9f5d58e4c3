import { once } from "node:events";
import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Settings } from "../baseline/settings.ts";
import { type Filter, type ReadSource, readSource } from "./reader.ts";
import type { Source } from "./sources.ts";

/** With fewer bytes than this, starting threads takes longer than it saves. */
const worthIt = 32_000_000;

/** Those that read on threads of their own, each file on the first that is free. Gives out what is in each file as it comes, in any order, with its place among the files. */
async function* onThreads(
  paths: readonly string[],
  threads: number,
  data: { readonly settings: Settings; readonly filter: Filter },
): AsyncIterable<readonly [place: number, read: ReadSource]> {
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL("./worker.ts", import.meta.url), { workerData: data }),
  );
  type Answer = readonly [worker: Worker, place: number, read: ReadSource];
  const busy = new Map<Worker, Promise<Answer>>();
  let next = 0;
  const give = (worker: Worker): void => {
    const place = next;
    if (place >= paths.length) return;
    next += 1;
    busy.set(
      worker,
      once(worker, "message").then(([read]): Answer => [worker, place, read as ReadSource]),
    );
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin.
    worker.postMessage(paths[place]);
  };
  try {
    workers.forEach(give);
    while (busy.size > 0) {
      const [worker, place, read] = await Promise.race(busy.values());
      busy.delete(worker);
      give(worker);
      yield [place, read];
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
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

import { parentPort, workerData } from "node:worker_threads";
import type { Settings } from "../baseline/settings.ts";
import { type Filter, readSource } from "./reader.ts";
import { fileSource } from "./sources.ts";

/** Reads the files that it is given, one after the other, and hands back what is in each. */

const { settings, filter } = workerData as { readonly settings: Settings; readonly filter: Filter };

const answer = async (path: string): Promise<void> => {
  const read = await readSource(fileSource(path), settings, filter);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin.
  parentPort?.postMessage(read);
};

parentPort?.on("message", (path: string) => void answer(path));

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { readFast } from "../../shared/replay/read.ts";
import { interest } from "../../shared/replay/reader.ts";
import { bytesOf, fileSource } from "../../shared/replay/sources.ts";
import { slicesIn } from "../../shared/replay/split.ts";
import { readSources } from "../../shared/replay/workers.ts";
import { linesFrom } from "./corpus.ts";
import { median } from "./median.ts";
import { benchSettings } from "./settings.ts";

/** How fast an archive is read, beside merely parsing the lines of it. */
export interface ReplaySpeed {
  readonly recordsPerSecond: number;
  readonly jsonParseRecordsPerSecond: number;
  readonly ratioToJsonParse: number;
  readonly bytesPerRecord: number;
  /** The same packed with gzip, beside unpacking and parsing it. */
  readonly packed: {
    readonly recordsPerSecond: number;
    /** Packed bytes. */
    readonly bytesPerSecond: number;
    readonly parseRecordsPerSecond: number;
    readonly ratio: number;
  };
  /** Several files on as many threads as there are processors, beside the same on one. */
  readonly allCores: {
    readonly threads: number;
    readonly recordsPerSecond: number;
    readonly onOne: number;
    readonly scaling: number;
    /** What the machine gives at most: as many processes that only parse, and have nothing to do with one another, beside one. */
    readonly machine: number;
  };
}

const piece = 1 << 20;
async function* inPieces(bytes: Buffer): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}

const timed = async (run: () => Promise<void> | void): Promise<number> => {
  const began = performance.now();
  await run();
  return performance.now() - began;
};
const ratio = (a: number, b: number): number => Number((a / b).toFixed(2));

/** Reads what is in pieces of bytes as a replay does; how many records it was. */
const readAll = async (pieces: AsyncIterable<Buffer>): Promise<number> => {
  let read = 0;
  for await (const slices of slicesIn(pieces))
    for (const slice of slices) if ("bytes" in slice && readFast(slice, interest).kind !== "unreadable") read += 1;
  return read;
};

/** So many files of one archive, each of so many records; each read so often, as if there were more: about 10 GB in all. */
const [files, perFile, often] = [8, 50_000, 16];

const parses = promisify(execFile);
const alone = join(import.meta.dirname, "parse.cjs");

/** So many lines a second are parsed by so many processes at once. */
const parsedBy = async (processes: number, file: string): Promise<number> => {
  const one = async () => Number((await parses(process.execPath, [alone, file, "2000"])).stdout);
  const rates = await Promise.all(Array.from({ length: processes }, one));
  return rates.reduce((sum, rate) => sum + rate, 0);
};

const onThreads = async (lines: readonly string[]): Promise<ReplaySpeed["allCores"]> => {
  const folder = mkdtempSync(join(tmpdir(), "lockkeeper-archive-"));
  try {
    const text = `{"Records":[${lines.slice(0, perFile).join(",")}]}`;
    const paths = Array.from({ length: files }, (_, at) => join(folder, `${at}.json`));
    for (const path of paths) writeFileSync(path, text);
    const all = Array.from({ length: often }, () => paths.map(fileSource)).flat();
    const threads = availableParallelism();
    const perSecond = async (on: number): Promise<number> => {
      let records = 0;
      const ms = await timed(async () => {
        for await (const [, read] of readSources(all, benchSettings("alias/orders"), {}, on)) records += read.records;
      });
      return Math.round(records / (ms / 1000));
    };
    const toParse = join(folder, "lines");
    writeFileSync(toParse, lines.slice(0, 10_000).join("\n"));
    const times = { one: [] as number[], all: [] as number[], parsesOne: [] as number[], parsesAll: [] as number[] };
    for (let run = 0; run < 3; run += 1) {
      times.one.push(await perSecond(1));
      times.all.push(await perSecond(threads));
      times.parsesOne.push(await parsedBy(1, toParse));
      times.parsesAll.push(await parsedBy(threads, toParse));
    }
    const [onOne, recordsPerSecond] = [median(times.one), median(times.all)];
    const machine = ratio(median(times.parsesAll), median(times.parsesOne));
    return { threads, recordsPerSecond, onOne, scaling: ratio(recordsPerSecond, onOne), machine };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Reads the same records as a log file of CloudTrail's, in turn with JSON.parse of its lines; medians. */
export const replaySpeed = async (records: number, runs: number): Promise<ReplaySpeed> => {
  const lines = linesFrom(1, records);
  const file = Buffer.from(`{"Records":[${lines.join(",")}]}`);
  const packed = gzipSync(file);
  const packedLines = gzipSync(lines.join("\n"));
  const times = { ours: [] as number[], parse: [] as number[], packed: [] as number[], unpack: [] as number[] };
  for (let run = 0; run < runs; run += 1) {
    let read = 0;
    times.parse.push(await timed(() => lines.forEach((line) => void JSON.parse(line))));
    times.ours.push(
      await timed(async () => {
        read = await readAll(inPieces(file));
      }),
    );
    times.unpack.push(
      await timed(() => {
        for (const line of gunzipSync(packedLines).toString().split("\n")) JSON.parse(line);
      }),
    );
    times.packed.push(
      await timed(async () => {
        read += await readAll(bytesOf({ name: "packed", open: () => Readable.from([packed]) }));
      }),
    );
    if (read !== 2 * records) throw new Error(`${read} of ${2 * records} records were read`);
  }
  const perSecond = (of: keyof typeof times) => Math.round(records / (median(times[of]) / 1000));
  return {
    recordsPerSecond: perSecond("ours"),
    jsonParseRecordsPerSecond: perSecond("parse"),
    ratioToJsonParse: ratio(perSecond("ours"), perSecond("parse")),
    bytesPerRecord: Math.round(file.length / records),
    packed: {
      recordsPerSecond: perSecond("packed"),
      bytesPerSecond: Math.round((packed.length / records) * perSecond("packed")),
      parseRecordsPerSecond: perSecond("unpack"),
      ratio: ratio(perSecond("packed"), perSecond("unpack")),
    },
    allCores: await onThreads(lines),
  };
};

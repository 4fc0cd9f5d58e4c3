import { readFast } from "../../shared/replay/read.ts";
import { interest } from "../../shared/replay/run.ts";
import { slicesIn } from "../../shared/replay/split.ts";
import { linesFrom } from "./corpus.ts";

/** How fast an archive is read, beside merely parsing the lines of it. */
export interface ReplaySpeed {
  readonly recordsPerSecond: number;
  readonly jsonParseRecordsPerSecond: number;
  readonly ratioToJsonParse: number;
  readonly bytesPerRecord: number;
}

const piece = 1 << 20;
async function* inPieces(bytes: Buffer): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const timed = async (run: () => Promise<void> | void): Promise<number> => {
  const began = performance.now();
  await run();
  return performance.now() - began;
};

/** Reads the same records as a log file of CloudTrail's, on one core, in turn with JSON.parse of its lines; medians. */
export const replaySpeed = async (records: number, runs: number): Promise<ReplaySpeed> => {
  const lines = linesFrom(1, records);
  const file = Buffer.from(`{"Records":[${lines.join(",")}]}`);
  const ours: number[] = [];
  const parse: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    let read = 0;
    parse.push(await timed(() => lines.forEach((line) => void JSON.parse(line))));
    ours.push(
      await timed(async () => {
        for await (const slices of slicesIn(inPieces(file)))
          for (const slice of slices)
            if ("bytes" in slice && readFast(slice, interest).kind !== "unreadable") read += 1;
      }),
    );
    if (read !== records) throw new Error(`${read} of ${records} records were read`);
  }
  const perSecond = (ms: number) => Math.round(records / (ms / 1000));
  const [recordsPerSecond, jsonParseRecordsPerSecond] = [perSecond(median(ours)), perSecond(median(parse))];
  return {
    recordsPerSecond,
    jsonParseRecordsPerSecond,
    ratioToJsonParse: Number((recordsPerSecond / jsonParseRecordsPerSecond).toFixed(2)),
    bytesPerRecord: Math.round(file.length / records),
  };
};

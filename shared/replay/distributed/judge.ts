import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import type { Call } from "../../aws/operations.ts";
import type { Settings } from "../../baseline/settings.ts";
import { htmlReport } from "../html.ts";
import { judgeAll, type Replay } from "../judge-all.ts";
import type { Place } from "../place.ts";
import type { Problem } from "../reader.ts";
import { jsonLines } from "../summary.ts";
import { type Batch, keysOf, orderOf } from "./batch.ts";
import { objectsUnder } from "./listing.ts";
import type { Part } from "./read.ts";
import type { ReplayRight } from "./rights.ts";

/** What it takes to judge what was read. */
export interface Judging {
  readonly call: Call<ReplayRight<"judge">>;
  readonly archive: Place;
  /** The bucket of results. */
  readonly results: string;
  readonly settings: Settings;
  readonly now: () => Date;
}

/** The outcome, as the execution gives it out. */
export interface Outcome {
  readonly files: number;
  readonly records: number;
  readonly findings: number;
  readonly unreadable: number;
  /** `s3://…/report.html` */
  readonly report: string;
  /** `s3://…/findings.jsonl`: one JSON object a line, last the summary. */
  readonly lines: string;
}

/** So many parts are fetched at once: of a terabyte there are tens of thousands. */
const atOnce = 16;

/** A batch that nobody could read: its function failed however often it was tried. */
const unread = ({ bucket }: Place, { after, through, prefix, objects }: Batch): Problem => ({
  source: `s3://${bucket}/${through}`,
  line: 0,
  problem: `not read, with the ${objects} objects up to it from ${after || prefix} on: the function that reads failed`,
});

/**
 * Judges what was read, in the order of its time, and writes the report.
 * @param event the plan
 * @throws what S3 says
 */
export const judgeParts = async (judging: Judging, event: unknown): Promise<Outcome> => {
  const { call, archive, results, settings, now } = judging;
  const { run, began } = orderOf(event);
  const keys = keysOf(run);
  const get = async (Key: string) => buffer(await call("s3:GetObject", { Bucket: results, Key }));
  const there = new Set<string>();
  for await (const { key } of objectsUnder(call, { Bucket: results, Prefix: keys.parts })) there.add(key);

  const batches = JSON.parse((await get(keys.plan)).toString()) as readonly Batch[];
  const partOf = async (batch: Batch): Promise<Part> => {
    const key = keys.part(batch.place);
    return there.has(key)
      ? (JSON.parse(gunzipSync(await get(key)).toString()) as Part)
      : { objects: batch.objects, calls: [], records: 0, problems: [unread(archive, batch)] };
  };
  const parts: readonly Part[] = await Readable.from(batches).map(partOf, { concurrency: atOnce }).toArray();
  const judged = await judgeAll(parts, settings);
  const files = parts.reduce((sum, { objects }) => sum + objects, 0);
  const replay: Replay = { ...judged, files, seconds: (now().getTime() - Date.parse(began)) / 1000 };
  const put = (Key: string, Body: string, ContentType: string) =>
    call("s3:PutObject", { Bucket: results, Key, Body, ContentType });
  await put(keys.report, htmlReport(replay), "text/html; charset=utf-8");
  await put(keys.findings, `${jsonLines(replay).join("\n")}\n`, "application/jsonl");
  return {
    files,
    records: replay.records,
    findings: replay.findings.length,
    unreadable: replay.problems.length,
    report: `s3://${results}/${keys.report}`,
    lines: `s3://${results}/${keys.findings}`,
  };
};

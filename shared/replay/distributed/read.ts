import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import type { Call } from "../../aws/operations.ts";
import type { Settings } from "../../baseline/settings.ts";
import { isArchive, type Place } from "../place.ts";
import { type ReadSource, readSource } from "../reader.ts";
import { type Batch, batchOf, keysOf } from "./batch.ts";
import { objectsUnder } from "./listing.ts";
import type { ReplayRight } from "./rights.ts";

/** What it takes to read a batch. */
export interface Reading {
  readonly call: Call<ReplayRight<"read">>;
  readonly archive: Place;
  /** The bucket of results. */
  readonly results: string;
  readonly settings: Settings;
}

/** What a batch came to, in numbers. */
export interface Counts {
  readonly objects: number;
  readonly records: number;
  readonly kept: number;
  readonly problems: number;
}

/** What was read of a batch. */
export interface Part extends ReadSource {
  readonly objects: number;
}

/** So many objects are under way at once, so that the processor need not wait for S3. */
const atOnce = 8;

const keysIn = async ({ call, archive: { bucket } }: Reading, { prefix, after, through }: Batch) => {
  const keys: string[] = [];
  const asked = { Bucket: bucket, Prefix: prefix, ...(after ? { StartAfter: after } : {}) };
  for await (const { key } of objectsUnder(call, asked)) {
    if (key > through) break;
    if (isArchive(key)) keys.push(key);
  }
  return keys;
};

/**
 * Reads a batch of the archive, and writes what something could follow from into the bucket of results. What cannot be read is told
 * there.
 * @param event a batch of the plan
 * @throws what S3 says, but for a single object
 */
export const readBatch = async (reading: Reading, event: unknown): Promise<Counts> => {
  const { call, archive, results, settings } = reading;
  const batch = batchOf(event);
  const keys = await keysIn(reading, batch);
  const read = await Readable.from(keys)
    .map(
      (Key: string) =>
        readSource(
          {
            name: `s3://${archive.bucket}/${Key}`,
            open: () => call("s3:GetObject", { Bucket: archive.bucket, Key }),
          },
          settings,
          batch.filter,
        ),
      { concurrency: atOnce },
    )
    .toArray();
  const part: Part = {
    objects: keys.length,
    calls: read.flatMap(({ calls }) => calls),
    problems: read.flatMap(({ problems }) => problems),
    records: read.reduce((sum, { records }) => sum + records, 0),
  };
  await call("s3:PutObject", {
    Bucket: results,
    Key: keysOf(batch.run).part(batch.place),
    Body: gzipSync(JSON.stringify(part)),
    ContentType: "application/gzip",
  });
  const { objects, records, calls, problems } = part;
  return { objects, records, kept: calls.length, problems: problems.length };
};

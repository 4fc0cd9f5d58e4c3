import { Readable } from "node:stream";
import type { Call } from "../../aws/operations.ts";
import type { Place } from "../place.ts";
import { UnusableInput } from "../sources.ts";
import { type Batch, keysOf, type Order, orderOf } from "./batch.ts";
import type { ReplayRight } from "./rights.ts";
import { foldersUnder, type Stretch, stretchesUnder } from "./stretches.ts";

/** What it takes to plan. */
export interface Planning {
  readonly call: Call<ReplayRight<"plan">>;
  readonly archive: Place;
  /** The bucket of results. */
  readonly results: string;
}

/** What is handed on to those who read and judge. */
export interface Plan extends Order {
  readonly objects: number;
  readonly bytes: number;
  readonly batches: number;
  /** The list of batches, an object in the bucket of results. */
  readonly key: string;
}

/** So many folders are listed beside one another. An organisation has one for each account and Region. */
const atOnce = 16;

/**
 * Cuts the archive into batches.
 * @param event `{"run":"…","began":"2026-11-27T06:00:00Z","filter":{"from":"2026-11-01T00:00:00Z","to":"…","accounts":["…"]}}`, all of the filter optional
 * @throws UnusableInput: where the event is wrong, and what was expected; when there is nothing to read; what S3 says
 */
export const plan = async ({ call, archive, results }: Planning, event: unknown): Promise<Plan> => {
  const { run, began, filter } = orderOf(event);
  const stretchesIn = (folder: string) => Array.fromAsync(stretchesUnder(call, archive.bucket, folder, filter));
  const listed: readonly Stretch[][] = await Readable.from(foldersUnder(call, archive.bucket, archive.prefix, filter))
    .map(stretchesIn, { concurrency: atOnce })
    .toArray();
  const stretches = listed.flat();
  const where = `s3://${archive.bucket}/${archive.prefix}`;
  if (stretches.length === 0)
    throw new UnusableInput(`${where}: expected objects of the filter's days and accounts, found none`);
  const batches = stretches.map((stretch, place): Batch => ({ run, place, ...stretch, filter }));
  const { plan: key } = keysOf(run);
  await call("s3:PutObject", {
    Bucket: results,
    Key: key,
    Body: JSON.stringify(batches),
    ContentType: "application/json",
  });
  const sum = (what: "objects" | "bytes") => stretches.reduce((total, stretch) => total + stretch[what], 0);
  return { run, began, filter, objects: sum("objects"), bytes: sum("bytes"), batches: batches.length, key };
};

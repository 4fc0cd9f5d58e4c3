import { isArchive } from "../place.ts";
import type { Filter } from "../reader.ts";
import { type Lists, objectsUnder, pagesOf } from "./listing.ts";

/** Some of what there is under a prefix, in the order of the keys. */
export interface Stretch {
  readonly prefix: string;
  readonly after: string;
  readonly through: string;
  readonly objects: number;
  readonly bytes: number;
}

/** An invocation reads that much in a fraction of the time that it has. */
export const batchSize = { objects: 250, bytes: 16_000_000 };

const dayMs = 86_400_000;
/** `2026/11/01`, as it stands in keys. */
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10).replaceAll("-", "/");

/** `…/CloudTrail/eu-west-1/`, below which the keys go by the day on which the file was delivered. Source: CloudTrail User Guide, "CloudTrail log file examples". */
const trail = /^(?:.*\/)?(\d{12})\/CloudTrail\/[a-z0-9-]+\/$/;

/** Between which keys the filter's days lie. A file is delivered with the calls of minutes, sometimes of hours before. */
const boundsOf = (prefix: string, { from, to }: Filter): { readonly after: string; readonly until?: string } => {
  if (!trail.test(prefix)) return { after: "" };
  return {
    after: from ? `${prefix}${dayOf(Date.parse(from))}` : "",
    ...(to ? { until: `${prefix}${dayOf(Date.parse(to) + 2 * dayMs)}` } : {}),
  };
};

/** Cuts what there is under a prefix into stretches. */
export async function* stretchesUnder(
  call: Lists,
  Bucket: string,
  prefix: string,
  filter: Filter,
): AsyncIterable<Stretch> {
  const { after: first, until } = boundsOf(prefix, filter);
  let [after, through, objects, bytes] = [first, first, 0, 0];
  const asked = { Bucket, Prefix: prefix, ...(first ? { StartAfter: first } : {}) };
  for await (const object of objectsUnder(call, asked)) {
    if (until !== undefined && object.key >= until) break;
    through = object.key;
    if (!isArchive(object.key)) continue;
    objects += 1;
    bytes += object.bytes;
    if (objects < batchSize.objects && bytes < batchSize.bytes) continue;
    yield { prefix, after, through, objects, bytes };
    [after, objects, bytes] = [through, 0, 0];
  }
  if (objects > 0) yield { prefix, after, through, objects, bytes };
}

/**
 * The folders that are listed each for itself: one for each account and Region of a trail, or whatever holds objects of its own.
 * Accounts that the filter leaves out are not looked into.
 */
export async function* foldersUnder(
  call: Lists,
  Bucket: string,
  prefix: string,
  filter: Filter,
): AsyncIterable<string> {
  const [, account] = trail.exec(prefix) ?? [];
  if (account !== undefined) {
    if (filter.accounts === undefined || filter.accounts.includes(account)) yield prefix;
    return;
  }
  const folders: string[] = [];
  for await (const page of pagesOf(call, { Bucket, Prefix: prefix, Delimiter: "/" })) {
    if (page.objects.some(({ key }) => isArchive(key))) return yield prefix;
    folders.push(...page.prefixes.filter((folder) => isArchive(`${folder}x`)));
  }
  for (const folder of folders) yield* foldersUnder(call, Bucket, folder, filter);
}

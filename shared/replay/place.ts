import { UnusableInput } from "./sources.ts";

/** Part of a bucket. */
export interface Place {
  readonly bucket: string;
  readonly prefix: string;
}

const bucketAndPrefix = /^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/;

/** `s3://bucket/AWSLogs/123456789012/CloudTrail/`; undefined for any other path. @throws UnusableInput */
export const placeIn = (path: string): Place | undefined => {
  if (!path.startsWith("s3://")) return undefined;
  const [, bucket, prefix = ""] = bucketAndPrefix.exec(path.slice("s3://".length)) ?? [];
  if (bucket === undefined) throw new UnusableInput(`${path}: expected s3://BUCKET or s3://BUCKET/PREFIX`);
  return { bucket, prefix };
};

/** CloudTrail's digests lie beside its log files, and hold no records. Source: CloudTrail User Guide, "CloudTrail digest file structure". */
export const isArchive = (key: string): boolean => !key.endsWith("/") && !key.includes("/CloudTrail-Digest/");

/** `bucket/AWSLogs/`, as the part of the stack that replays has it. @throws UnusableInput */
export const archiveAt = (text: string): Place => {
  const [, bucket, prefix = ""] = bucketAndPrefix.exec(text) ?? [];
  if (bucket === undefined) throw new UnusableInput(`archive: expected BUCKET or BUCKET/PREFIX, found "${text}"`);
  return { bucket, prefix };
};

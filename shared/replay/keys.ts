/** What the keys of a record say, byte by byte: of what service it is, and whether it is a record at all. */

/** What is known of a record so far. */
export interface Told {
  /** What its `eventSource` says. */
  source: string | undefined;
  /** It stands twice, or a text beside it could be it in another spelling. */
  unsure: boolean;
}

const sourceKey = Buffer.from('"eventSource"');
/** What makes an envelope of an object: another record is within, and its source counts. */
const envelopes = ['"detail-type"', '"CloudTrailEvent"'].map((text) => Buffer.from(text));
/** Their first letters, by which, before anything is called, most texts are told to be none of them; behind the end of a piece may be one. */
export const mayBeKey = new Uint8Array(256);
for (const first of [0, ...[sourceKey, ...envelopes].map((key) => key[1] ?? 0)]) mayBeKey[first] = 1;
/** So far one looks ahead: a source is shorter. */
const reach = 100;

const standsAt = (bytes: Buffer, at: number, text: Buffer): boolean => {
  for (let i = 0; i < text.length; i += 1) if (bytes[at + i] !== text[i]) return false;
  return true;
};

const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** The next place from there, forwards or backwards, that is not blank. */
const beyondBlanks = (bytes: Buffer, from: number, step: 1 | -1): number => {
  let at = from;
  while (isBlank(bytes[at])) at += step;
  return at;
};

/** What the name of a service consists of: `a` to `z`, `0` to `9`, `.` and `-`. */
const isOfName = (byte: number | undefined): boolean =>
  byte !== undefined &&
  ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x2e || byte === 0x2d);

/** The value behind a key, where it is a plain text. */
const valueAt = (bytes: Buffer, behind: number): string | undefined => {
  const colon = beyondBlanks(bytes, behind, 1);
  const quote = beyondBlanks(bytes, colon + 1, 1);
  if (bytes[colon] !== 0x3a || bytes[quote] !== 0x22) return undefined;
  const begin = quote + 1;
  let at = begin;
  while (isOfName(bytes[at])) at += 1;
  return bytes[at] === 0x22 && at > begin && at < behind + reach ? bytes.toString("latin1", begin, at) : undefined;
};

/**
 * A text begins in the record itself: it may be the key of its source, or of an envelope. Many keys begin with `event`: by the seventh
 * byte most are told to be others.
 */
export const lookAt = (told: Told, bytes: Buffer, at: number): void => {
  if (at + reach > bytes.length) told.unsure = true;
  if (bytes[at + 6] === sourceKey[6] && standsAt(bytes, at, sourceKey)) {
    const value = valueAt(bytes, at + sourceKey.length);
    if (value === undefined || told.source !== undefined) told.unsure = true;
    told.source = value;
  } else if (bytes[at + 1] !== sourceKey[1] && envelopes.some((key) => standsAt(bytes, at, key))) told.unsure = true;
};

/** Lists of records within an object: CloudTrail's log files have `Records`, `aws cloudtrail lookup-events` answers `Events`. */
const lists = ['"Records"', '"Events"'].map((text) => Buffer.from(text));

/** Whether the list that begins here, in an object, is one of records, by its key. */
export const isListOfRecords = (bytes: Buffer, list: number): boolean => {
  const colon = beyondBlanks(bytes, list - 1, -1);
  if (bytes[colon] !== 0x3a) return false;
  const last = beyondBlanks(bytes, colon - 1, -1);
  return lists.some((key) => {
    const first = last - key.length + 1;
    return bytes[first - 1] !== 0x5c && standsAt(bytes, first, key);
  });
};

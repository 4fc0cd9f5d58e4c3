/** The bytes of one record, and where it begins. */
export interface Slice {
  readonly bytes: Buffer;
  /** 1 for the first line. */
  readonly line: number;
  /** What its own `eventSource` says, where that is plain to see: undefined if nothing, or if it could be written in another way. */
  readonly source: string | undefined;
}

/** What was found between records that belongs to none. */
export interface Stray {
  readonly line: number;
  readonly problem: string;
}

/** Lists of records within an object: CloudTrail's log files have `Records`, `aws cloudtrail lookup-events` answers `Events`. */
const lists = /"(?:Records|Events)"\s*:\s*$/;
/** A record is 256 KB at most (CloudTrail User Guide, "Record contents"); an envelope and an escaped text may double it. What is longer is none. */
const longest = 4_000_000;

const isWhole = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** What an object that never ends has swallowed: the lines of it that are records by themselves are given out all the same. */
const lineByLine = (bytes: Buffer, first: number): readonly (Slice | Stray)[] => [
  { line: first, problem: "a record breaks off" },
  ...bytes
    .toString()
    .split("\n")
    .flatMap((one, at) =>
      at > 0 && one.startsWith("{") && isWhole(one)
        ? [{ bytes: Buffer.from(one), line: first + at, source: undefined }]
        : [],
    ),
];

const sourceKey = Buffer.from('"eventSource"');
/** What makes an envelope of an object: another record is within, and its source counts. */
const envelopes = ['"detail-type"', '"CloudTrailEvent"'].map((text) => Buffer.from(text));
/** So far one looks ahead: a source is shorter. */
const reach = 100;

const standsAt = (bytes: Buffer, at: number, text: Buffer): boolean =>
  bytes.subarray(at, at + text.length).equals(text);

/** The value behind a key, where it is a plain text. */
const valueAt = (bytes: Buffer, behind: number): string | undefined =>
  /^\s*:\s*"([a-z0-9.-]+)"/.exec(bytes.toString("latin1", behind, Math.min(behind + reach, bytes.length)))?.[1];

/** Where the scan stands between two pieces. */
interface State {
  /** Where it goes on; behind the end, if the next byte is an escaped one. */
  at: number;
  /** The beginning of the current record, -1: none; the line that it begins in, and how deep it is nested. */
  begin: number;
  beginLine: number;
  depth: number;
  line: number;
  inText: boolean;
  /** What the record's `eventSource` says, and whether that stands twice, or a text beside it could be it in another spelling. */
  source: string | undefined;
  unsure: boolean;
}

/**
 * A text begins in the record itself: it may be the key of its source, or of an envelope. By their first letter and the seventh most are
 * told to be neither.
 */
const lookAt = (state: State, bytes: Buffer, at: number): void => {
  if (at + reach > bytes.length) state.unsure = true;
  const first = bytes[at + 1];
  if (first === 0x65 && bytes[at + 6] === 0x53 && standsAt(bytes, at, sourceKey)) {
    const value = valueAt(bytes, at + sourceKey.length);
    if (value === undefined || state.source !== undefined) state.unsure = true;
    state.source = value;
  } else if ((first === 0x64 || first === 0x43) && envelopes.some((key) => standsAt(bytes, at, key)))
    state.unsure = true;
};

const isListOfRecords = (bytes: Buffer, begin: number, at: number): boolean =>
  lists.test(bytes.toString("latin1", Math.max(begin, at - 40), at));

/** Goes on over what there is, byte by byte. This is where a replay spends its time: its counters are its own, and texts have a loop of their own. */
const scan = (state: State, bytes: Buffer): readonly (Slice | Stray)[] => {
  const found: (Slice | Stray)[] = [];
  const end = bytes.length;
  let { at, begin, depth, line, inText } = state;
  while (at < end) {
    if (inText) {
      let escapes = false;
      let byte: number | undefined;
      for (; at < end; at += 1) {
        byte = bytes[at];
        if (byte === 0x22 || byte === 0x0a) break;
        if (byte === 0x5c) {
          escapes = true;
          at += 1;
        }
      }
      if (escapes && depth === 1) state.unsure = true;
      if (at >= end) break;
      inText = false;
      if (byte === 0x22) at += 1;
      else {
        // No text of JSON goes over the end of its line: the record that this one is in breaks off.
        found.push({ line: state.beginLine, problem: "a record breaks off" });
        begin = -1;
      }
      continue;
    }
    const byte = bytes[at];
    if (byte === 0x22) {
      if (begin !== -1) {
        inText = true;
        if (depth === 1) lookAt(state, bytes, at);
      }
    } else if (byte === 0x7b || byte === 0x5b) {
      if (begin !== -1) {
        // The list of a log file: what is in it are the records, and the object around it is none.
        if (byte === 0x5b && depth === 1 && isListOfRecords(bytes, begin, at)) begin = -1;
        else depth += 1;
      } else if (byte === 0x7b) {
        begin = at;
        depth = 1;
        state.beginLine = line;
        state.source = undefined;
        state.unsure = false;
      }
    } else if (byte === 0x7d || byte === 0x5d) {
      if (begin !== -1) {
        depth -= 1;
        if (depth === 0) {
          const source = state.unsure ? undefined : state.source;
          found.push({ bytes: bytes.subarray(begin, at + 1), line: state.beginLine, source });
          begin = -1;
        }
      }
    } else if (byte === 0x0a) line += 1;
    at += 1;
    if (at - begin > longest && begin !== -1) {
      found.push(...lineByLine(bytes.subarray(begin, at), state.beginLine));
      begin = -1;
    }
  }
  Object.assign(state, { at, begin, depth, line, inText });
  return found;
};

/**
 * Finds the objects that are records in bytes of any of these forms, which may be mixed: a log file `{"Records":[…]}`, the answer
 * `{"Events":[…]}`, lists of records, records or envelopes one after the other or one a line. Gives out those of each piece together,
 * and keeps no more than one record in between, whatever the size of the file. A line that breaks off in the middle is told, and the
 * next line begins anew. The bytes of the slices are good until the next are asked for; those of a piece, too, have to be so long only.
 */
export async function* slicesIn(pieces: AsyncIterable<Buffer>): AsyncIterable<readonly (Slice | Stray)[]> {
  const state: State = {
    at: 0,
    begin: -1,
    beginLine: 1,
    depth: 0,
    line: 1,
    inText: false,
    source: undefined,
    unsure: false,
  };
  /** The beginning of the record that the last piece broke off in; behind it there is room for the next piece. */
  let room = Buffer.alloc(0);
  let held = 0;
  const withRoomFor = (bytes: number): void => {
    if (room.length >= bytes) return;
    const larger = Buffer.alloc(2 * bytes);
    room.copy(larger, 0, 0, held);
    room = larger;
  };
  for await (const piece of pieces) {
    let bytes = piece;
    if (held > 0) {
      withRoomFor(held + piece.length);
      piece.copy(room, held);
      bytes = room.subarray(0, held + piece.length);
    }
    yield scan(state, bytes);
    // What is done with is let go. The piece itself may be written over from here on.
    const keep = state.begin === -1 ? bytes.length : state.begin;
    const rest = bytes.subarray(keep);
    held = 0;
    withRoomFor(rest.length);
    rest.copy(room);
    held = rest.length;
    state.at -= keep;
    if (state.begin !== -1) state.begin = 0;
  }
  if (state.begin !== -1) yield lineByLine(room.subarray(0, held), state.beginLine);
}

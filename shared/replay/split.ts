import { isListOfRecords, lookAt, mayBeKey, type Told } from "./keys.ts";

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

/** Where the scan stands between two pieces. */
interface State extends Told {
  /** Where it goes on; behind the end, if the next byte is an escaped one. */
  at: number;
  /** The beginning of the current record, -1: none; the line that it begins in, and how deep it is nested. */
  begin: number;
  beginLine: number;
  depth: number;
  line: number;
  inText: boolean;
}

/**
 * Goes on over what there is, byte by byte. This is where a replay spends its time: its counters are its own, and there are loops for what
 * is between records and for texts.
 */
const scan = (state: State, bytes: Buffer): readonly (Slice | Stray)[] => {
  const found: (Slice | Stray)[] = [];
  const end = bytes.length;
  let { at, begin, depth, line, inText } = state;
  while (at < end) {
    if (begin === -1) {
      for (; at < end; at += 1) {
        const byte = bytes[at];
        if (byte === 0x7b) break;
        if (byte === 0x0a) line += 1;
      }
      if (at >= end) break;
      begin = at;
      depth = 1;
      at += 1;
      state.beginLine = line;
      state.source = undefined;
      state.unsure = false;
      continue;
    }
    const until = Math.min(end, begin + longest + 1);
    do {
      const byte = inText ? 0x22 : bytes[at];
      if (byte === 0x22) {
        if (!inText) {
          if (depth === 1 && mayBeKey[bytes[at + 1] ?? 0] === 1) lookAt(state, bytes, at);
          at += 1;
        }
        let escapes = false;
        let stop: number | undefined;
        for (; at < end; at += 1) {
          stop = bytes[at];
          if (stop === 0x22 || stop === 0x0a) break;
          if (stop === 0x5c) {
            escapes = true;
            at += 1;
          }
        }
        if (escapes && depth === 1) state.unsure = true;
        inText = at >= end;
        if (inText) break;
        if (stop === 0x0a) {
          // No text of JSON goes over the end of its line: the record that this one is in breaks off.
          found.push({ line: state.beginLine, problem: "a record breaks off" });
          begin = -1;
          break;
        }
      } else if (byte === 0x7b) depth += 1;
      else if (byte === 0x5b) {
        // The list of a log file: what is in it are the records, and the object around it is none.
        if (depth === 1 && isListOfRecords(bytes, at)) {
          begin = -1;
          at += 1;
          break;
        }
        depth += 1;
      } else if (byte === 0x7d || byte === 0x5d) {
        depth -= 1;
        if (depth === 0) {
          at += 1;
          const source = state.unsure ? undefined : state.source;
          found.push({ bytes: bytes.subarray(begin, at), line: state.beginLine, source });
          begin = -1;
          break;
        }
      } else if (byte === 0x0a) line += 1;
      at += 1;
    } while (at < until);
    if (begin !== -1 && !inText && at - begin > longest) {
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

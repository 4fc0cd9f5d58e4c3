/** The text of one record, and where it begins. */
export interface Slice {
  readonly text: string;
  /** 1 for the first line. */
  readonly line: number;
}

/** Lists of records within an object: CloudTrail's log files have `Records`, `aws cloudtrail lookup-events` answers `Events`. */
const lists = /"(?:Records|Events)"\s*:\s*$/;
/** A record is 256 KB at most (CloudTrail User Guide, "Record contents"); an envelope and an escaped text may double it. What is longer is none. */
const longest = 4_000_000;

/** What was found between records that belongs to none. */
export interface Stray {
  readonly line: number;
  readonly problem: string;
}

const indexOrEnd = (text: string, from: number): number => {
  const at = text.indexOf("\n", from);
  return at === -1 ? text.length : at;
};

const isWhole = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** What an object that never ends has swallowed: the lines of it that are records by themselves are given out all the same. */
function* lineByLine(text: string, first: number): Iterable<Slice | Stray> {
  yield { line: first, problem: "a record breaks off" };
  for (const [at, one] of text.split("\n").entries())
    if (at > 0 && one.startsWith("{") && isWhole(one)) yield { text: one, line: first + at };
}

const structural = /["{}[\]\n]/g;

/**
 * Finds the objects that are records in a text of any of these forms, which may be mixed: a log file `{"Records":[…]}`, the answer
 * `{"Events":[…]}`, lists of records, records or envelopes one after the other or one a line. Keeps no more than one record at a
 * time, whatever the size of the file. A line that breaks off in the middle is told, and the next line begins anew.
 */
export async function* slicesIn(pieces: AsyncIterable<string>): AsyncIterable<Slice | Stray> {
  let text = "";
  /** Where the scan goes on, the current object's beginning (-1: none), and how deep it is nested. */
  let at = 0;
  let begin = -1;
  let depth = 0;
  let inString = false;
  let line = 1;
  let beginLine = 1;
  /** Where the next line ends, looked up once for each line: a log file of 100 MB is one. -1: to be looked up. */
  let lineEnd = -1;

  const scan = function* (isLast: boolean): Iterable<Slice | Stray> {
    for (;;) {
      if (inString) {
        const quote = text.indexOf('"', at);
        // No string of JSON goes over the end of its line: this one, and the record that it is in, breaks off.
        if (lineEnd < at) lineEnd = indexOrEnd(text, at);
        const end = lineEnd;
        if (end < text.length && (quote === -1 || end < quote)) {
          yield { line: beginLine, problem: "a record breaks off" };
          [begin, inString, at] = [-1, false, end];
          continue;
        }
        if (quote === -1) break;
        let escapes = 0;
        while (text[quote - 1 - escapes] === "\\") escapes += 1;
        at = quote + 1;
        if (escapes % 2 === 0) inString = false;
        continue;
      }
      structural.lastIndex = at;
      const found = structural.exec(text);
      if (found === null) {
        at = text.length;
        break;
      }
      at = found.index + 1;
      const [what] = found;
      if (what === "\n") line += 1;
      else if (what === '"') inString = begin !== -1 || inString;
      else if (what === "{") {
        if (begin === -1) {
          begin = found.index;
          beginLine = line;
          depth = 0;
        }
        depth += 1;
      } else if (what === "[") {
        // The list of a log file: what is in it are the records, and the object around it is none.
        if (depth === 1 && begin !== -1 && lists.test(text.slice(Math.max(begin, found.index - 40), found.index)))
          begin = -1;
        else if (begin !== -1) depth += 1;
      } else if (begin !== -1) {
        depth -= 1;
        if (depth === 0) {
          yield { text: text.slice(begin, at), line: beginLine };
          begin = -1;
        }
      }
      if (begin !== -1 && at - begin > longest) {
        yield* lineByLine(text.slice(begin, at), beginLine);
        begin = -1;
      }
    }
    if (isLast && begin !== -1) yield* lineByLine(text.slice(begin), beginLine);
    // What is done with is let go.
    const keep = begin === -1 ? Math.max(0, text.length - 64) : begin;
    text = text.slice(keep);
    at -= keep;
    // What comes next is not known yet.
    lineEnd = -1;
    if (begin !== -1) begin = 0;
  };
  for await (const piece of pieces) {
    text += piece;
    yield* scan(false);
  }
  yield* scan(true);
}

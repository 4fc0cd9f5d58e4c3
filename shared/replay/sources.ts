import { createReadStream, globSync, readdirSync, readSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { constants, createGunzip } from "node:zlib";

/** Where records come from: a file, or standard input. */
export interface Source {
  /** As it is told to people: the path, or `standard input`. */
  readonly name: string;
  readonly open: () => Readable | Promise<Readable>;
  /** Given for a file, which any thread can read. */
  readonly path?: string;
}

/** What cannot be used at all, and why. */
export class UnusableInput extends Error {
  override readonly name = "UnusableInput";
}

const pieceBytes = 1 << 20;

export const fileSource = (path: string): Source => ({
  name: path,
  path,
  open: () => createReadStream(path, { highWaterMark: pieceBytes }),
});

/** A pipe in place of a file, as a shell's `<(…)`, is given to one reader, once, from its beginning. */
const sourceAt = (path: string): Source => {
  const { path: _, ...piped } = fileSource(path);
  return statSync(path).isFile() ? fileSource(path) : piped;
};

const below = (path: string): readonly string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: "utf8" })
        .map((name) => join(path, name))
        .filter((file) => statSync(file).isFile())
        .sort()
    : [path];

const matched = (path: string): readonly string[] => {
  try {
    return below(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const found = /[*?[{]/.test(path) ? globSync(path) : [];
  if (found.length === 0)
    throw new UnusableInput(`${path}: expected a file, a folder or a pattern of them, found nothing`);
  return found.sort().flatMap(below);
};

/**
 * The sources that paths stand for: files, folders with all that is in them, patterns, `-` for standard input.
 * @throws UnusableInput
 */
export const sourcesAt = (paths: readonly string[], stdin: Readable): readonly Source[] =>
  paths.flatMap((path): readonly Source[] =>
    path === "-" ? [{ name: "standard input", open: () => stdin }] : matched(path).map(sourceAt),
  );

/** The first bytes of gzip (RFC 1952). */
const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** A packed file that breaks off gives all that it holds up to there; the record that it breaks off in is told. */
const unpacking = { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: pieceBytes };

const isPacked = async (path: string): Promise<boolean> => {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return isGzip(buffer);
  } finally {
    await file.close();
  }
};

/**
 * A file piece by piece, all in the same place: memory that is asked for anew each time keeps threads waiting for one another. It is read
 * here, since to wait for a thread that reads it takes longer; in between, others have their turn.
 */
async function* piecesOf(path: string): AsyncIterable<Buffer> {
  const file = await open(path);
  try {
    const place = Buffer.alloc(pieceBytes);
    for (;;) {
      await turn();
      const bytesRead = readSync(file.fd, place);
      if (bytesRead === 0) return;
      yield place.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/**
 * The bytes of a source, unpacked if it is packed, in pieces.
 * Each is good until the next is asked for.
 * @throws what reading and unpacking throws, once what came before it has been given out
 */
export async function* bytesOf(source: Source): AsyncIterable<Buffer> {
  if (source.path !== undefined && !(await isPacked(source.path))) {
    yield* piecesOf(source.path);
    return;
  }
  const raw = await source.open();
  const chunks = raw[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const first = await chunks.next();
  if (first.done) return;
  const all = async function* () {
    yield first.value;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  };
  const bytes = isGzip(Buffer.from(first.value)) ? Readable.from(all()).compose(createGunzip(unpacking)) : all();
  for await (const chunk of bytes) yield Buffer.from(chunk as Uint8Array<ArrayBuffer>);
}

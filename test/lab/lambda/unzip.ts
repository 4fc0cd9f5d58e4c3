import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { inflateRawSync } from "node:zlib";

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const stored = 0;
const deflated = 8;

/** Unpacks a deployment package. Source of the layout: PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16; no ZIP64. */
export const unzip = async (zip: Buffer, into: string): Promise<void> => {
  for (const { name, content } of entriesOf(zip)) {
    const path = join(into, normalize(name));
    if (!path.startsWith(join(into, "/"))) throw new Error(`The package has an entry outside of itself: ${name}`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
};

const entriesOf = (zip: Buffer): readonly { readonly name: string; readonly content: Buffer }[] => {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || zip.readUInt32LE(end) !== endOfDirectory) throw new Error("The package is not a zip file.");
  const entries = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== directoryEntry) throw new Error("The directory of the package is broken.");
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString("utf8", at + 46, at + 46 + nameLength);
    if (!name.endsWith("/")) entries.push({ name, content: contentOf(zip, at, name) });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
};

const contentOf = (zip: Buffer, entry: number, name: string): Buffer => {
  const method = zip.readUInt16LE(entry + 10);
  const size = zip.readUInt32LE(entry + 20);
  const header = zip.readUInt32LE(entry + 42);
  // The local header repeats name and extra field, with lengths of its own.
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const data = zip.subarray(start, start + size);
  if (method === stored) return data;
  if (method === deflated) return inflateRawSync(data);
  throw new Error(`The package has an entry with compression method ${method}: ${name}`);
};

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { replay } from "../../../shared/replay/run.ts";
import { fileSource } from "../../../shared/replay/sources.ts";
import { linesFrom } from "../../bench/corpus.ts";
import { record, settingsOf } from "../records.ts";

const folder = mkdtempSync(join(tmpdir(), "lockkeeper-scale-"));
afterAll(() => rmSync(folder, { recursive: true }));

const settings = settingsOf({
  mode: "enforce",
  streams: [{ name: "orders", encryption: { key: "alias/orders" }, producers: [] }],
});

/** Files of an archive that is large enough for threads; in each the encryption is stopped once, at a minute of its own. */
const archive = (files: number): readonly string[] => {
  const filler = linesFrom(7, 8_000).join(",");
  return Array.from({ length: files }, (_, at) => {
    const path = join(folder, `${at}.json`);
    const one = record({ eventID: `stop-${at}`, eventTime: `2026-09-19T11:${String(59 - at).padStart(2, "0")}:00Z` });
    writeFileSync(path, `{"Records":[${filler},${JSON.stringify(one)}]}`);
    return path;
  });
};

test("on several threads, what is found is the same as on one, in the same order", async () => {
  const sources = archive(4).map(fileSource);
  const { seconds: _, ...one } = await replay(sources, settings, { threads: 1 });
  const { seconds: __, ...two } = await replay(sources, settings, { threads: 2 });
  expect(two).toStrictEqual(one);
  // What came twice among what could matter to nothing is not known to have: each file has the same filler.
  expect(one.findings.map(({ eventID }) => eventID)).toStrictEqual(["stop-3"]);
});

test("memory does not grow with the archive: a gigabyte takes no more than 300 MB", () => {
  const script = `
    import { Readable } from "node:stream";
    import { linesFrom } from ${JSON.stringify(join(import.meta.dirname, "../../bench/corpus.ts"))};
    import { replay } from ${JSON.stringify(join(import.meta.dirname, "../../../shared/replay/run.ts"))};
    const part = Buffer.from(linesFrom(3, 600).join("\\n") + "\\n");
    let most = 0;
    async function* gigabyte() {
      for (let given = 0; given < 1e9; given += part.length) {
        most = Math.max(most, process.memoryUsage().rss);
        yield part;
      }
    }
    const source = { name: "much", open: () => Readable.from(gigabyte()) };
    const { records } = await replay([source], ${JSON.stringify(settings)});
    console.log(JSON.stringify({ records, megabytes: Math.round(most / 1e6) }));`;
  const said = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  const { records, megabytes } = JSON.parse(said) as { readonly records: number; readonly megabytes: number };
  expect(records).toBeGreaterThan(600_000);
  expect(megabytes).toBeLessThan(300);
}, 120_000);

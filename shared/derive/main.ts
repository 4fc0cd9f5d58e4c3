import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { barrels } from "./barrels.ts";

const root = join(import.meta.dirname, "../..");
const help = `npm run derive [-- --check]

Writes what follows from the code: the index.ts of each registry and the tables in docs/.
  --check   writes nothing; exit status 1 if a file is stale`;

const read = (path: string): string | undefined => {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return undefined;
  }
};

if (process.argv.includes("--help")) {
  console.log(help);
} else {
  const check = process.argv.includes("--check");
  const bring = (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      if (read(path) === text) continue;
      console.log(`${check ? "stale" : "written"}: ${path}`);
      if (check) process.exitCode = 1;
      else {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
      }
    }
  };
  bring(await barrels());
  // After the barrels: the pages are made from what these export.
  bring(await (await import("./docs.ts")).pages());
}

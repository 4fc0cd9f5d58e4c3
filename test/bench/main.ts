import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundle, functionNames, replayFunctionNames } from "../../shared/derive/bundle.ts";
import { readSettingsFile } from "../../shared/settings/read-file.ts";
import { coldStarts } from "./cold-start.ts";
import { compareContainment } from "./containment/index.ts";
import { costsAt } from "./cost.ts";
import { writePage } from "./page.ts";
import { replaySpeed } from "./replay.ts";
import { lines } from "./text.ts";

const help = `npm run bench [-- OPTIONS]

Measures, in one run, and writes docs/performance.md: the size of each function's bundle, and how long it takes from the start
of its process until its handler can be called, beside a function that does nothing; how fast an archive of CloudTrail's is read
for a replay, on one processor and on all, beside merely parsing the lines of it; and, on a local AWS, what it takes from an event to
the call that contains. Medians of interleaved runs.

  --peer c7n   the last beside Cloud Custodian's own Lambda entry point, on the same local AWS (from PyPI, in .lockkeeper/c7n)
  --json       one line of JSON on standard output instead of text
  --runs N     how often each function is started (31)
  --no-page    leaves docs/performance.md alone
  --help       this text

Needs Python 3.11 or newer for the local AWS.`;

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    runs: { type: "string", default: "31" },
    peer: { type: "string" },
    "no-page": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const runs = Number(values.runs);

const measureAll = async () => {
  const root = join(import.meta.dirname, "../..");
  const say = (line: string) => void (values.json || process.stderr.write(`${line}\n`));
  const settings = readSettingsFile(join(root, "lockkeeper.yml"));
  const sizes = await bundle(root, settings, [...functionNames, ...replayFunctionNames]);
  say(`starting each function ${runs} times ...`);
  const coldStart = coldStarts(root, Object.keys(sizes), runs);
  // The door of the local AWS is in this process: before archives have filled its memory.
  const compared = await compareContainment(root, values.peer === "c7n", say);
  await bundle(root, settings, functionNames);
  say("reading archives ...");
  const replay = await replaySpeed(50_000, 7);
  return { replay, coldStart, bundle: sizes, ...compared, cost: costsAt(replay.packed.bytesPerSecond) };
};

if (values.help) console.log(help);
else if (!Number.isInteger(runs) || runs < 1 || (values.peer !== undefined && values.peer !== "c7n")) {
  console.error(
    values.peer !== undefined && values.peer !== "c7n"
      ? `--peer: expected c7n, found "${values.peer}"`
      : `--runs: expected a whole number from 1, found "${values.runs}"`,
  );
  process.exitCode = 2;
} else {
  const figures = await measureAll();
  if (!values["no-page"]) writePage(figures);
  console.log(values.json ? JSON.stringify(figures) : lines(figures).join("\n"));
}

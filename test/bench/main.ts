import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundle } from "../../shared/derive/bundle.ts";
import { readSettingsFile } from "../../shared/settings/read-file.ts";
import { coldStarts } from "./cold-start.ts";
import { replaySpeed } from "./replay.ts";

const help = `npm run bench [-- --json] [--runs N]

Measures, in one run: the size of each function's bundle, and how long it takes from the start of its process until its
handler can be called, beside a function that does nothing; how fast an archive of CloudTrail's is read for a replay, beside
merely parsing the lines of it (medians of interleaved runs).
  --json     one line of JSON
  --runs N   how often each function is started (31)`;

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    runs: { type: "string", default: "31" },
    help: { type: "boolean", default: false },
  },
});
const runs = Number(values.runs);

if (values.help) {
  console.log(help);
} else if (!Number.isInteger(runs) || runs < 1) {
  console.error(`--runs: expected a whole number from 1, found "${values.runs}"`);
  process.exitCode = 2;
} else {
  const root = join(import.meta.dirname, "../..");
  const sizes = await bundle(root, readSettingsFile(join(root, "lockkeeper.yml")));
  if (!values.json) console.error(`Starting each function ${runs} times ...`);
  const coldStart = coldStarts(root, runs);
  if (!values.json) console.error("Reading an archive of 50,000 records ...");
  const result = { replay: await replaySpeed(50_000, 7), coldStart, bundle: sizes };
  if (values.json) console.log(JSON.stringify(result));
  else {
    console.log(
      `${"function".padEnd(10)}${"bundle".padStart(10)}${"ready".padStart(10)}${"empty".padStart(10)}${"ratio".padStart(8)}`,
    );
    for (const [name, { readyMs, emptyMs, ratio }] of Object.entries(result.coldStart)) {
      const size = `${Math.round((new Map(Object.entries(sizes)).get(name) ?? 0) / 1000)} kB`;
      console.log(
        `${name.padEnd(10)}${size.padStart(10)}${`${readyMs} ms`.padStart(10)}${`${emptyMs} ms`.padStart(10)}${`${ratio}`.padStart(8)}`,
      );
    }
    const { recordsPerSecond, jsonParseRecordsPerSecond, ratioToJsonParse, bytesPerRecord } = result.replay;
    console.log(
      `replay: ${recordsPerSecond} records of ${bytesPerRecord} bytes a second on one core; JSON.parse of the same lines: ${jsonParseRecordsPerSecond}; ratio ${ratioToJsonParse}`,
    );
  }
}

import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundle } from "../../shared/derive/bundle.ts";
import { readSettingsFile } from "../../shared/settings/read-file.ts";
import { coldStarts } from "./cold-start.ts";

const help = `npm run bench [-- --json] [--runs N]

Measures, in one run: the size of each function's bundle, and how long it takes from the start of its process until its
handler can be called, beside a function that does nothing (medians of interleaved runs).
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
  const result = { coldStart: coldStarts(root, runs), bundle: sizes };
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
  }
}

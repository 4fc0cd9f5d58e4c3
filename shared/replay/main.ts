import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { InvalidSettings } from "../baseline/settings.ts";
import { readSettingsFile } from "../settings/read-file.ts";
import { htmlReport } from "./html.ts";
import { placeIn } from "./place.ts";
import type { Filter } from "./reader.ts";
import { replay } from "./run.ts";
import { objectsAt } from "./s3.ts";
import { sourcesAt, UnusableInput } from "./sources.ts";
import { jsonLines, summaryLines } from "./summary.ts";

const help = `npm run replay -- PATH… [OPTIONS]

What would Lockkeeper have done? Runs the detections over CloudTrail archives, and changes nothing: files, folders, patterns,
s3://BUCKET/PREFIX (with the credentials of the environment, as the AWS CLI has them), or - for standard input; log files, lists or lines of records, EventBridge events, the output of aws cloudtrail lookup-events;
packed with gzip or not, mixed. No AWS account is asked: streams are taken to be as lockkeeper.yml says at first, and then as the
records say.

  --config FILE   the settings, lockkeeper.yml if left out
  --from TIME     only calls from then on, ISO 8601
  --to TIME       only calls before then
  --account ID    only this account; may be given several times
  --report FILE   writes the report, a page of HTML, there (.lockkeeper/replay.html)
  --json          one JSON object a line: each finding, last the summary
  --help          this text

Exit status: 0, with findings or without; 2 if the input cannot be used at all.`;

const timeIn = (name: string, value: string | undefined): string | undefined => {
  if (value !== undefined && Number.isNaN(Date.parse(value)))
    throw new UnusableInput(`--${name}: expected a time such as 2026-11-01 or 2026-11-01T12:00:00Z, found "${value}"`);
  return value;
};

const options = {
  config: { type: "string", default: "lockkeeper.yml" },
  from: { type: "string" },
  to: { type: "string" },
  account: { type: "string", multiple: true },
  report: { type: "string", default: ".lockkeeper/replay.html" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return console.log(help);
  if (positionals.length === 0) throw new UnusableInput("expected a file, a folder or - (see --help)");
  const [from, to] = [timeIn("from", values.from), timeIn("to", values.to)];
  const filter: Filter = {
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(values.account ? { accounts: values.account } : {}),
  };
  const sources = (
    await Promise.all(
      positionals.map(async (path) => {
        const place = placeIn(path);
        return place ? objectsAt(place) : sourcesAt([path], process.stdin);
      }),
    )
  ).flat();
  const settings = readSettingsFile(values.config);
  const result = await replay(sources, settings, {
    filter,
    progress: (line) => void process.stderr.write(`${line}\n`),
  });
  if (result.records === 0 && result.problems.length > 0)
    for (const { source, line, problem } of result.problems.slice(0, 5))
      process.stderr.write(`${source}${line > 0 ? `:${line}` : ""}: ${problem}\n`);
  mkdirSync(dirname(values.report), { recursive: true });
  writeFileSync(values.report, htmlReport(result));
  console.log((values.json ? jsonLines(result) : [...summaryLines(result), "", `Report: ${values.report}`]).join("\n"));
  if (result.records === 0) process.exitCode = 2;
};

try {
  await main();
} catch (error) {
  const { code } = error as NodeJS.ErrnoException;
  if (!(error instanceof UnusableInput || error instanceof InvalidSettings || code?.startsWith("ERR_PARSE_ARGS")))
    throw error;
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}

import { parseArgs } from "node:util";
import { describe, summarise } from "./describe.ts";
import { type Lab, startLab } from "./index.ts";

const help = `npm run lab [-- OPTIONS]

Starts the local AWS with Lockkeeper deployed into it, and leaves it running for
clients of your own: AWS CLI, SDK, boto3. Ctrl-C stops it and removes it all.

  --json          one line of JSON on standard output instead of text; messages
                  to the people on call then go to files only
  --config FILE   the settings that Lockkeeper is deployed with
                  (test/lab/lockkeeper.yml)
  --help          this text

Needs Python 3.11 to 3.14. The first start takes half a minute longer, since it
installs moto into .lockkeeper/venv.
`;

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      config: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return void process.stdout.write(help);

  const stopped = signalled();
  const progress = (line: string): void => void process.stderr.write(`${line}\n`);
  const starting = startLab({ progress, keep: true, ...(values.config && { params: { config: values.config } }) });
  const lab = await Promise.race([starting, stopped]);
  if (lab) {
    present(lab, values.json);
    await stopped;
  }
  progress("stopping");
  await starting.then(({ stop }) => stop()).catch(() => {});
};

const present = (lab: Lab, json: boolean): void => {
  process.stdout.write(json ? `${JSON.stringify(summarise(lab))}\n` : describe(lab));
  if (!json) lab.mailbox.onMessage(({ text, file }) => process.stdout.write(`\n--- ${file}\n${text}`));
};

/** Resolves at the first Ctrl-C or SIGTERM. */
const signalled = (): Promise<undefined> =>
  new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => resolve(undefined));
  });

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

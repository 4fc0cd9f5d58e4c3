import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { lock } from "../moto/lock.ts";
import type { ClientOptions } from "./clients.ts";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const bin = join(repository, "node_modules/.bin");

export interface DeployOptions extends ClientOptions {
  readonly stage: string;
  /** `--param="name=value"` */
  readonly params?: Readonly<Record<string, string>>;
  /** The folder of serverless.yml; by default this repository. */
  readonly cwd?: string;
  /** Another file than serverless.yml. */
  readonly config?: string;
  /** The Python of moto's environment. */
  readonly python: string;
}

/** What a run of the CLI said, and how it ended. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the Serverless CLI that users run, with nothing of the user's own around it. */
export const serverless = async (
  args: readonly string[],
  options: ClientOptions & { readonly cwd?: string },
): Promise<Ran> => {
  const home = await mkdtemp(join(tmpdir(), "lockkeeper-cli-"));
  try {
    const child = spawn(join(bin, "serverless"), [...args, "--region", options.region], {
      cwd: options.cwd ?? repository,
      env: environment(options, home),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk) => {
      said.stdout += String(chunk);
    });
    child.stderr.on("data", (chunk) => {
      said.stderr += String(chunk);
    });
    const [status] = await once(child, "close");
    return { status: Number(status), ...said };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
};

/** Runs the same `serverless deploy` that users run. Throws with its output when it fails. */
export const serverlessDeploy = async (options: DeployOptions): Promise<void> => {
  const { stage, params = {}, cwd = repository, config, python } = options;
  await mkdir(join(cwd, ".lockkeeper"), { recursive: true });
  // Two deployments at once would write the same dist/ and .serverless/.
  const unlock = await lock(python, join(cwd, ".lockkeeper/deploy.lock"), () => {});
  try {
    const given = Object.entries(params).map(([name, value]) => `--param=${name}=${value}`);
    const file = config ? ["--config", config] : [];
    const { status, stdout, stderr } = await serverless(["deploy", ...file, "--stage", stage, ...given], options);
    if (status !== 0)
      throw new Error(`serverless deploy failed (exit code ${status}):\n${`${stdout}${stderr}`.trim()}`);
  } finally {
    unlock();
  }
};

/** Nothing of the user's own AWS settings: neither variables nor ~/.aws. */
const environment = ({ endpoint, region, credentials }: ClientOptions, home: string): NodeJS.ProcessEnv => ({
  PATH: [bin, dirname(process.execPath), process.env["PATH"]].join(delimiter),
  HOME: home,
  TMPDIR: home,
  CI: "1",
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  ...(credentials.sessionToken && { AWS_SESSION_TOKEN: credentials.sessionToken }),
  AWS_EC2_METADATA_DISABLED: "true",
  // The CLI asks every 5 s whether the stack is ready; the local one is at once.
  SLS_AWS_MONITORING_FREQUENCY: "100",
  SLS_TELEMETRY_DISABLED: "1",
  SLS_NOTIFICATIONS_MODE: "off",
});

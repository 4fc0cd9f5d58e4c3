import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as v from "valibot";
import { lock } from "./lock.ts";

const run = promisify(execFile);
const requirements = fileURLToPath(new URL("requirements.txt", import.meta.url));
const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** The pins in requirements.txt need Python 3.11; cfn-lint ends at 3.14. */
const pythons = ["python3", "python3.14", "python3.13", "python3.12", "python3.11"];
const oldest = 11;
const newest = 14;

export interface Venv {
  readonly python: string;
  readonly cfnLint: string;
}

export interface VenvOptions {
  readonly progress?: (line: string) => void;
  /** Where the environment is kept; by default `.lockkeeper/venv` in the repository. */
  readonly dir?: string;
}

/** The virtual environment with moto, made by the first call (about 25 s) and again after requirements.txt has changed. */
export const ensureVenv = async ({
  progress = () => {},
  dir = join(repository, ".lockkeeper/venv"),
}: VenvOptions = {}): Promise<Venv> => {
  const venv = { python: join(dir, "bin/python"), cfnLint: join(dir, "bin/cfn-lint") };
  const stamp = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex");
  if (await isComplete(dir, stamp)) return venv;

  const python = await findPython();
  await mkdir(dirname(dir), { recursive: true });
  const unlock = await lock(python, `${dir}.lock`, () =>
    progress("waiting for another process that makes the Python environment"),
  );
  try {
    if (await isComplete(dir, stamp)) return venv;
    await rm(dir, { recursive: true, force: true });
    progress("making a Python environment for the local AWS (moto; first run only, about 30 s)");
    await step(
      [python, "-m", "venv", dir],
      "the virtual environment could not be made (on Debian and Ubuntu: apt install python3-venv)",
    );
    const pip = [venv.python, "-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--no-input"];
    await step([...pip, "--require-hashes", "--no-deps", "-r", requirements], "pip could not install moto");
    await writeFile(join(dir, "stamp"), stamp);
    progress("Python environment ready");
    return venv;
  } finally {
    unlock();
  }
};

/** The stamp is written last: an environment without it was interrupted half-way. */
const isComplete = async (dir: string, stamp: string): Promise<boolean> => {
  try {
    await access(join(dir, "bin/python"));
    return (await readFile(join(dir, "stamp"), "utf8")) === stamp;
  } catch {
    return false;
  }
};

const findPython = async (): Promise<string> => {
  const found: string[] = [];
  for (const python of pythons) {
    const version = await run(python, ["-c", "import sys; print(*sys.version_info[:2], sep='.')"]).then(
      ({ stdout }) => stdout.trim(),
      () => undefined,
    );
    if (version === undefined) continue;
    const [major, minor] = version.split(".").map(Number);
    if (major === 3 && minor !== undefined && minor >= oldest && minor <= newest) return python;
    found.push(`${python} is ${version}`);
  }
  const seen = found.length === 0 ? "no python3 was found on the PATH" : found.join(", ");
  throw new Error(`The local AWS needs Python 3.${oldest} to 3.${newest}: ${seen}.`);
};

const Output = v.object({ stderr: v.optional(v.string(), ""), stdout: v.optional(v.string(), "") });

const step = async ([command = "", ...args]: readonly string[], failure: string): Promise<void> => {
  try {
    await run(command, args, { maxBuffer: 1 << 26 });
  } catch (error) {
    const { stderr, stdout } = v.parse(Output, error);
    throw new Error(`${failure}:\n${stderr.trim() || stdout.trim() || String(error)}`, { cause: error });
  }
};

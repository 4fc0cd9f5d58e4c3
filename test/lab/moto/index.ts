import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { ensureVenv } from "./venv.ts";

const server = fileURLToPath(new URL("serve.py", import.meta.url));

export interface Moto {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly python: string;
  readonly cfnLint: string;
  /** What moto wrote to its standard error, the last lines first to go: tracebacks of its own failures. */
  readonly errors: () => string;
  /** How state machines act from now on: where their calls go, and as whom. */
  readonly stateMachinesAct: (as: { readonly endpoint: string; readonly credentials: object }) => void;
  readonly stop: () => Promise<void>;
}

/** A message to a person, as SNS sends it to one subscription or phone number. */
const Delivery = v.object({
  protocol: v.picklist(["email", "email-json", "sms"]),
  /** The address or the phone number. */
  endpoint: v.string(),
  messageId: v.string(),
  /** The body for this protocol, out of `MessageStructure: json` where that was used. */
  body: v.string(),
  subject: v.nullish(v.string()),
  /** What follows is missing from a message to a phone number without a subscription. */
  topicArn: v.optional(v.string()),
  topicName: v.optional(v.string()),
  subscriptionArn: v.optional(v.string()),
  attributes: v.optional(v.record(v.string(), v.string())),
});
export type Delivery = Readonly<v.InferOutput<typeof Delivery>>;

/** What serve.py tells, one line each. */
const Told = v.pipe(
  v.string(),
  v.parseJson(),
  v.union([v.object({ delivery: Delivery }), v.object({ record: v.string() })]),
);

export interface MotoOptions {
  readonly progress?: (line: string) => void;
  readonly onDelivery?: (delivery: Delivery) => void;
  /** Told of every change of a table that has a stream. */
  readonly onRecord?: (streamArn: string) => void;
}

/** Starts moto on a free port of 127.0.0.1. It keeps everything in memory and ends with this process. */
export const startMoto = async ({
  progress = () => {},
  onDelivery = () => {},
  onRecord = () => {},
}: MotoOptions = {}): Promise<Moto> => {
  const { python, cfnLint } = await ensureVenv({ progress });
  const home = await mkdtemp(join(tmpdir(), "lockkeeper-moto-"));
  // In a process group of its own: Ctrl-C is for this process, which then stops moto last.
  const child = spawn(python, [server], {
    stdio: ["pipe", "pipe", "pipe"],
    cwd: home,
    env: environment(home),
    detached: true,
  });
  const exited = once(child, "exit");
  const stderr: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    stderr.push(line);
    if (stderr.length > 500) stderr.shift();
  });

  const stop = async (): Promise<void> => {
    child.stdin.destroy();
    child.kill("SIGTERM");
    await exited;
    await rm(home, { recursive: true, force: true });
  };
  const lines = createInterface({ input: child.stdout });
  const port = await Promise.race([once(lines, "line"), exited.then(() => [])]);
  if (!(Number(port[0]) > 0)) {
    await stop();
    throw new Error(`moto did not start:\n${stderr.join("\n")}`);
  }
  lines.on("line", (line) => {
    const told = v.parse(Told, line);
    if ("delivery" in told) onDelivery(told.delivery);
    else onRecord(told.record);
  });
  return {
    url: `http://127.0.0.1:${port[0]}`,
    python,
    cfnLint,
    errors: () => stderr.join("\n"),
    stateMachinesAct: (as) => void child.stdin.write(`${JSON.stringify(as)}\n`),
    stop,
  };
};

/** Nothing of the parent's AWS settings may reach moto; its managed policies (AdministratorAccess, …) are off by default. */
const environment = (home: string): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"],
  HOME: home,
  TMPDIR: home,
  MOTO_LAMBDA_DATA_DIR: home,
  MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
  AWS_EC2_METADATA_DISABLED: "true",
  PYTHONDONTWRITEBYTECODE: "1",
});

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as v from "valibot";

const bootstrap = fileURLToPath(new URL("bootstrap.mjs", import.meta.url));

/** When an environment is to be killed, for tests of what a crash leaves behind. */
export interface Crash {
  readonly afterMs?: number;
  /** Right after AWS has answered the Nth call, or the first call of this name (JSON protocols only: `StartStreamEncryption`). */
  readonly afterCall?: number | string;
}

const FunctionError = v.object({
  errorType: v.string(),
  errorMessage: v.string(),
  trace: v.optional(v.array(v.string())),
});
export type FunctionError = v.InferOutput<typeof FunctionError>;

/** What bootstrap.mjs says. */
const Message = v.union([
  v.object({ ready: v.literal(true) }),
  v.object({ initError: FunctionError }),
  v.object({ payload: v.string() }),
  v.object({ error: FunctionError }),
]);
type Message = v.InferOutput<typeof Message>;

/** A handler's answer, as JSON text, or how it failed. */
export type Answer = { readonly payload: string } | { readonly error: FunctionError };

export interface Work {
  readonly requestId: string;
  readonly event: unknown;
  readonly arn: string;
  readonly timeoutMs: number;
  readonly crash?: Crash;
}

/** One execution environment of a function: a Node process that handles one event at a time. */
export interface Environment {
  readonly run: (work: Work) => Promise<Answer>;
  /** False once the process has ended: the next event needs a new environment. */
  readonly isAlive: () => boolean;
  readonly stop: () => Promise<void>;
}

export interface EnvironmentOptions {
  readonly root: string;
  /** The whole environment of the process; nothing of ours is added. */
  readonly variables: Readonly<Record<string, string>>;
  readonly onLine: (line: string, stream: "stdout" | "stderr") => void;
}

/** Starts an environment and loads the handler in it. Gives the error when that fails, as Lambda's INIT phase does. */
export const startEnvironment = async (
  options: EnvironmentOptions,
): Promise<Environment | { readonly error: FunctionError }> => {
  const { root, variables, onLine } = options;
  const child = spawn(process.execPath, [bootstrap], {
    cwd: root,
    env: { ...variables },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // Ctrl-C is for the lab alone.
    detached: true,
  });
  const closed = once(child, "close");
  for (const stream of ["stdout", "stderr"] as const) {
    const input = child[stream];
    if (input) createInterface({ input }).on("line", (line) => onLine(line, stream));
  }
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await closed;
  };
  const first = await answerOf(child);
  if (first === undefined || !("ready" in first)) {
    await stop();
    return { error: first && "initError" in first ? first.initError : exitError(child, "during initialization") };
  }
  return {
    run: (work) => run(child, work),
    isAlive: () => child.connected && child.exitCode === null && child.signalCode === null,
    stop,
  };
};

const run = async (child: ChildProcess, { timeoutMs, ...work }: Work): Promise<Answer> => {
  const deadline = Date.now() + timeoutMs;
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill("SIGKILL");
  }, timeoutMs);
  try {
    child.send({ ...work, deadline });
    const answer = await answerOf(child);
    if (answer !== undefined && ("payload" in answer || "error" in answer)) return answer;
    return { error: timedOut ? timeoutError(timeoutMs, work.requestId) : exitError(child, work.requestId) };
  } finally {
    clearTimeout(timer);
  }
};

/** The next message of the process, or undefined when it ends without one. */
const answerOf = (child: ChildProcess): Promise<Message | undefined> =>
  new Promise((resolve) => {
    const done = (message?: unknown): void => {
      child.off("message", done);
      child.off("close", ended);
      resolve(message === undefined ? undefined : v.parse(Message, message));
    };
    const ended = (): void => done();
    child.once("message", done);
    child.once("close", ended);
    if (child.exitCode !== null || child.signalCode !== null) done();
  });

const timeoutError = (timeoutMs: number, requestId: string): FunctionError => ({
  errorType: "Sandbox.Timedout",
  errorMessage: `${new Date().toISOString()} ${requestId} Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
});

const exitError = ({ exitCode, signalCode }: ChildProcess, requestId: string): FunctionError => {
  const how = signalCode === "SIGKILL" ? "signal: killed" : (signalCode ?? `exit status ${exitCode}`);
  return {
    errorType: "Runtime.ExitError",
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: ${how}`,
  };
};

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A process that is spoken to in lines of JSON: one in, one out. */
export interface SpokenTo {
  /** What it answers. Rejects when it has ended. */
  readonly say: (what: unknown) => Promise<unknown>;
  /** Stops and goes on, or ends it. */
  readonly signal: (signal: "SIGSTOP" | "SIGCONT" | "SIGKILL") => void;
}

export interface Start {
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Starts a process and waits for its first line, with which it says that it is ready. What it writes to standard error is thrown away. */
export const speakTo = async (command: string, args: readonly string[], options: Start): Promise<SpokenTo> => {
  const running = spawn(command, args, { ...options, stdio: ["pipe", "pipe", "ignore"] });
  const lines = createInterface({ input: running.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const line = await lines.next();
    if (line.done) throw new Error(`${command} ${args.join(" ")} ended`);
    return JSON.parse(line.value);
  };
  await next();
  return {
    say: (what) => {
      running.stdin.write(`${JSON.stringify(what)}\n`);
      return next();
    },
    signal: (signal) => void running.kill(signal),
  };
};

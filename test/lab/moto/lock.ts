import { spawn } from "node:child_process";
import { once } from "node:events";

const holdLock = `
import fcntl, sys
with open(sys.argv[1], "w") as file:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("waiting", flush=True)
        fcntl.flock(file, fcntl.LOCK_EX)
    print("locked", flush=True)
    sys.stdin.read()
`;

/** A lock between processes that the kernel takes back when its holder dies; Node has none of its own. Gives the release. */
export const lock = async (python: string, path: string, waiting: () => void): Promise<() => void> => {
  const holder = spawn(python, ["-c", holdLock, path], { stdio: ["pipe", "pipe", "inherit"] });
  holder.stdout.setEncoding("utf8");
  let said = "";
  while (!said.includes("locked")) {
    const [chunk] = await Promise.race([once(holder.stdout, "data"), once(holder, "exit")]);
    if (typeof chunk !== "string") throw new Error(`The lock ${path} could not be taken.`);
    said += chunk;
    if (said === "waiting\n") waiting();
  }
  return () => holder.stdin.end();
};

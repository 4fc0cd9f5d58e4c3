import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "./median.ts";

/** How long a function takes from the start of its process until its handler can be called, beside a function that does nothing. */
export interface ColdStart {
  readonly readyMs: number;
  readonly emptyMs: number;
  readonly ratio: number;
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));

// performance.now() counts from the start of the process.
const starter = "require(process.argv[1]); process.stdout.write(String(performance.now()))";

const ready = (file: string): number =>
  Number(
    execFileSync(process.execPath, ["-e", starter, file], {
      encoding: "utf8",
      env: {
        ...Object.fromEntries(
          [
            "ACCOUNT",
            "LEDGER",
            "RECEIVES",
            "QUEUE",
            "TOPIC",
            "EVENTS_QUEUE",
            "UNREADABLE_QUEUE",
            "TELL_BY_QUEUE",
            "STAGE",
            "CHAT_TOPIC",
            "RESULTS",
          ].map((name) => [name, "1"]),
        ),
        ARCHIVE: "trail/AWSLogs/",
        IDENTITY_QUEUE: "1",
        RESOURCE_QUEUE: "1",
        OWN_ROLES: "1",
        AWS_REGION: "us-east-1",
        AWS_LAMBDA_FUNCTION_NAME: "1",
      },
    }),
  );

/** Runs all functions and the empty one in turn, so that a slow moment of the machine falls on all alike; medians. */
export const coldStarts = (
  root: string,
  names: readonly string[],
  runs: number,
): Readonly<Record<string, ColdStart>> => {
  const folder = mkdtempSync(join(tmpdir(), "lockkeeper-bench-"));
  const empty = join(folder, "empty.cjs");
  writeFileSync(empty, "exports.handler = async () => {};\n");
  const files = new Map([
    ["empty", empty],
    ...names.map((name) => [name, join(root, "dist", name, "index.cjs")] as const),
  ]);
  const times = new Map([...files.keys()].map((name) => [name, [] as number[]]));
  try {
    for (let run = 0; run < runs; run += 1) for (const [name, file] of files) times.get(name)?.push(ready(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const emptyMs = median(times.get("empty") ?? []);
  return Object.fromEntries(
    names.map((name) => {
      const readyMs = median(times.get(name) ?? []);
      return [name, { readyMs: round(readyMs, 1), emptyMs: round(emptyMs, 1), ratio: round(readyMs / emptyMs, 2) }];
    }),
  );
};

import { writeFileSync } from "node:fs";
import { cpus, release, type } from "node:os";
import { join } from "node:path";
import { table } from "../../shared/derive/pages/page.ts";
import { c7nVersion } from "./containment/c7n.ts";
import type { Compared } from "./containment/index.ts";
import type { Containment } from "./containment/measure.ts";
import type { Figures } from "./figures.ts";

const rowsOf = (who: string, { key, encryption }: Compared) => {
  const row = (what: string, one: Containment) => [
    who,
    what,
    one.coldMs,
    one.wallP50Ms,
    one.ownCpuP50Ms,
    one.awsCalls,
    one.allCalls,
  ];
  return [
    row("a key made for somebody else is deactivated", key),
    row("encryption stopped is started again", encryption),
  ];
};

const callsOf = (who: string, { callsByStreams }: Compared) =>
  `${who}: ${Object.entries(callsByStreams)
    .map(([streams, calls]) => `${calls} with ${streams} ${streams === "1" ? "stream" : "streams"} in the account`)
    .join(", ")}`;

/** docs/performance.md, from one run. */
export const pageOf = ({
  replay,
  coldStart,
  bundle,
  containment,
  peer,
  cost,
}: Figures): string => `<!-- Written by \`npm run bench\`; do not edit. -->

# Performance

From one run of \`npm run bench${peer ? " -- --peer c7n" : ""}\` on Node ${process.versions.node}, ${type()} ${release()}, ${cpus().length} processors (${cpus()[0]?.model.trim() ?? "unknown"}). Machines differ, and are noisy: what carries over are ratios within one run.

## Replay

An archive of records of ${replay.bytesPerRecord} bytes, made from a seed in the mix that accounts have; beside bare \`JSON.parse\` of the same lines, in turn. Medians.

${table(
  ["", "records a second", "beside it", "ratio"],
  [
    [
      "log file, one processor",
      replay.recordsPerSecond,
      `${replay.jsonParseRecordsPerSecond} (JSON.parse)`,
      replay.ratioToJsonParse,
    ],
    [
      "the same packed",
      replay.packed.recordsPerSecond,
      `${replay.packed.parseRecordsPerSecond} (gunzip and JSON.parse)`,
      replay.packed.ratio,
    ],
    [
      `several files, all ${replay.allCores.threads} processors`,
      replay.allCores.recordsPerSecond,
      `${replay.allCores.onOne} (on one)`,
      replay.allCores.scaling,
    ],
  ],
)}

All processors of this machine give ${replay.allCores.machine} times what one gives: so much more is parsed by ${replay.allCores.threads} processes that run \`JSON.parse\` and have nothing to do with one another.

Each record is found byte by byte, and its own \`eventSource\` seen on the way. What could matter to no detection, by its service, is not even made a text; everything else is parsed and checked. That the two ways find the same is a property test.

## Functions

From the start of the process until the handler can be called, beside a function that does nothing; medians of interleaved runs.

${table(
  ["function", "bundle", "ready", "empty", "ratio"],
  Object.entries(coldStart).map(([name, { readyMs, emptyMs, ratio }]) => [
    name,
    `${Math.round((bundle[name] ?? 0) / 1000)} kB`,
    `${readyMs} ms`,
    `${emptyMs} ms`,
    ratio,
  ]),
)}

## From an event to containment

The deployed bundles, each in a process of its own, on a local AWS whose answers take milliseconds. Cold: from the start of the first process to the call that contains, answered, with what it takes to hand the order over; once that is in its queue, the first function stands still, as Lambda runs the two on machines of their own${peer ? `; Cloud Custodian ${c7nVersion} by its own Lambda entry point, \`c7n.handler.dispatch_event\`, with the policies that its documentation writes, in the same run` : ""}. Own CPU is that until the call that contains. AWS calls are those to IAM, Kinesis and KMS up to the call that contains; all calls, to the end, with one's own table and queues and with looking whether it worked.

${table(
  ["", "what", "cold, ms", "warm, ms", "own CPU, ms", "AWS calls", "all calls"],
  [...rowsOf("Lockkeeper", containment), ...(peer ? rowsOf("Cloud Custodian", peer.c7n) : [])],
)}

What the calls buy: Lockkeeper judges the state and not the event, writes down what it is about to do before it does it, looks whether it worked, and tells people. ${callsOf("Calls to restore encryption, Lockkeeper", containment)}${peer ? `; ${callsOf("Cloud Custodian", peer.c7n)}` : ""}. A stop that names the stream by its ARN alone is seen by Lockkeeper: ${containment.arnOnlySeen ? "yes" : "no"}${peer ? `; by Cloud Custodian: ${peer.c7n.arnOnlySeen ? "yes" : "no"}` : ""}.

## Costs

By list prices of us-east-1 as they were when the formula was written; look them up.

${table(
  ["what", "US dollars"],
  [
    ["a million write events that matter to nothing", cost.perMillionIrrelevantEvents],
    ["idle, a month", cost.idlePerMonth],
    ["and for each stream", cost.idlePerStreamAndMonth],
    ["a terabyte of packed log files, [replayed on AWS](replay.md#on-aws); on paper", cost.perTerabyteReplayed],
  ],
)}

${cost.formulas.map((formula) => `- ${formula}`).join("\n")}
`;

export const writePage = (figures: Figures): void =>
  writeFileSync(join(import.meta.dirname, "../../docs/performance.md"), pageOf(figures));

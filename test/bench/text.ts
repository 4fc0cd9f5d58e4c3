import type { Compared } from "./containment/index.ts";
import type { Containment } from "./containment/measure.ts";
import type { Figures } from "./figures.ts";

const row = (cells: readonly (string | number)[]): string =>
  cells.map((cell, at) => (at === 0 ? `${cell}`.padEnd(26) : `${cell}`.padStart(12))).join("");

const contained = (who: string, { key, encryption }: Compared): readonly string[] => {
  const line = (what: string, one: Containment) =>
    row([`${who}: ${what}`, one.coldMs, one.wallP50Ms, one.ownCpuP50Ms, one.awsCalls, one.allCalls]);
  return [line("key", key), line("encryption", encryption)];
};

/** The figures for people at a terminal. */
export const lines = ({ replay, coldStart, bundle, containment, peer, cost }: Figures): readonly string[] => [
  row(["function", "bundle kB", "ready ms", "empty ms", "ratio"]),
  ...Object.entries(coldStart).map(([name, { readyMs, emptyMs, ratio }]) =>
    row([name, Math.round((bundle[name] ?? 0) / 1000), readyMs, emptyMs, ratio]),
  ),
  "",
  row(["replay", "records/s", "JSON.parse", "ratio", "all cores", "scaling", "machine"]),
  row([
    "log file",
    replay.recordsPerSecond,
    replay.jsonParseRecordsPerSecond,
    replay.ratioToJsonParse,
    replay.allCores.recordsPerSecond,
    replay.allCores.scaling,
    replay.allCores.machine,
  ]),
  row(["packed", replay.packed.recordsPerSecond, replay.packed.parseRecordsPerSecond, replay.packed.ratio]),
  "",
  row(["event to containment", "cold ms", "warm ms", "own CPU ms", "AWS calls", "all calls"]),
  ...contained("Lockkeeper", containment),
  ...(peer ? contained("c7n", peer.c7n) : []),
  `A stop that names the stream by its ARN alone is seen: Lockkeeper ${containment.arnOnlySeen ? "yes" : "no"}${peer ? `, c7n ${peer.c7n.arnOnlySeen ? "yes" : "no"}` : ""}`,
  "",
  `Costs by list prices: ${cost.perMillionIrrelevantEvents} $ for a million irrelevant write events, ${cost.idlePerMonth} $ a month idle, ${cost.idlePerStreamAndMonth} $ for each stream, ${cost.perTerabyteReplayed} $ for a terabyte replayed on AWS`,
];
